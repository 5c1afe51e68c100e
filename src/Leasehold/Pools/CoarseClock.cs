namespace Leasehold;

/// <summary>Milliseconds, for what every lease asks: how long held, how long since the last success.</summary>
/// <remarks>
/// A precise timestamp costs about 25 ns, and a lease would read it twice; the system's tick count costs a fifth and
/// is a few milliseconds coarse, which cancels out in a mean. Another time provider than the system's is followed.
/// </remarks>
internal sealed class CoarseClock(TimeProvider time)
{
    private readonly bool _isSystem = ReferenceEquals(time, TimeProvider.System);

    public long NowMs => _isSystem
        ? Environment.TickCount64
        : (long)(time.GetTimestamp() * (1000.0 / time.TimestampFrequency));

    public TimeSpan Since(long thenMs) => TimeSpan.FromMilliseconds(Math.Max(0, NowMs - thenMs));
}
