namespace Leasehold.Payments.Schema;

/// <summary>Times as the tables keep them: microseconds since 1970, UTC.</summary>
/// <remarks>
/// A number, because the three databases disagree about time types: one would drop the fraction by default, one has
/// text only. Microseconds, because "the newest row" of two in one second must be the newer one.
/// </remarks>
internal static class Clock
{
    public static long NowUs(this TimeProvider time)
        => Of(time.GetUtcNow());

    public static long Of(DateTimeOffset moment)
        => (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long us)
        => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond);

    /// <summary>A new id for a row: 32 hexadecimal digits that grow with time, so that they also break ties.</summary>
    public static string NewId(this TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
