namespace Leasehold.BeforeAfter.Runs;

/// <summary>The pools of a side at one moment.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="ApiInUse">Api connections leased.</param>
/// <param name="ApiWaiting">Callers in line for one.</param>
/// <param name="BackgroundInUse">Background connections leased.</param>
/// <param name="BackgroundWaiting">Callers in line for one.</param>
public readonly record struct SideMoment(
    TimeSpan At, int ApiInUse, int ApiWaiting, int BackgroundInUse, int BackgroundWaiting);
