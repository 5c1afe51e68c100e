namespace Leasehold;

/// <summary>One pool at one second of the last minute.</summary>
/// <param name="At">When.</param>
/// <param name="InUse">Guaranteed connections leased.</param>
/// <param name="OverflowInUse">Borrowed connections leased.</param>
/// <param name="Waiting">Callers in line, both lanes.</param>
public sealed record PoolMoment(DateTimeOffset At, int InUse, int OverflowInUse, int Waiting);
