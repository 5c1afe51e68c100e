namespace Leasehold.Images.Schema;

/// <summary>Times as the tables keep them: microseconds since 1970, UTC.</summary>
/// <remarks>
/// A number, because the three databases disagree about time types: one would drop the fraction by default, one has
/// text only. Microseconds, because "the newest row" of two in one second must be the newer one.
/// </remarks>
internal static class Clock
{
    public static long NowUs(this TimeProvider time)
        => (time.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long us)
        => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond);

    /// <summary>A new id of an operation and its row: it grows with time, so that it also breaks ties.</summary>
    public static Guid NewOperation(this TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
