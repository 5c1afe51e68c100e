namespace Leasehold.Admission;

/// <summary>A gate's state at one moment.</summary>
internal readonly record struct GateCounts(
    int InUse, int OverflowInUse, int OverflowIdle, int StartingWaiters, int FinishingWaiters)
{
    public int Peak { get; init; }

    public int Waiting() => StartingWaiters + FinishingWaiters;
}
