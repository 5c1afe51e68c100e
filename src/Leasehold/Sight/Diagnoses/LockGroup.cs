using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>Those who wait behind one session.</summary>
internal sealed class LockGroup
{
    public List<ServerSession> Waiters { get; } = [];

    /// <summary>Out of how many it was taken as the likeliest; 1 when the server tells.</summary>
    public int Candidates { get; set; } = 1;

    public TimeSpan Longest => Waiters.Max(static waiter => waiter.Wait!.Waited) ?? TimeSpan.Zero;

    public string? Table
        => Waiters.Select(static waiter => waiter.Wait!.Table).FirstOrDefault(static table => table is not null);

    public bool IsAFinding => Longest >= Thresholds.LongWait || Waiters.Count >= Thresholds.ManyWaiters;
}
