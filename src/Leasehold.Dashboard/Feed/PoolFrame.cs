namespace Leasehold.Dashboard;

/// <summary>One pool at one moment, with the minute before it, oldest first.</summary>
internal sealed record PoolFrame(PoolSnapshot Now, IReadOnlyList<PoolMoment> Minute);
