namespace Leasehold.Sight.Diagnoses;

/// <summary>From when on something is worth waking somebody for.</summary>
internal static class Thresholds
{
    /// <summary>As on the dashboard: longer than this nobody should wait for a lock or for a turn.</summary>
    public static TimeSpan LongWait { get; } = TimeSpan.FromSeconds(1);

    /// <summary>So many behind one lock are a line, however short each of them waits.</summary>
    public const int ManyWaiters = 3;

    /// <summary>A pool that is full for a moment does its work.</summary>
    public static TimeSpan LongLine { get; } = TimeSpan.FromMilliseconds(250);
}
