namespace Leasehold.Dashboard;

/// <summary>One database at one moment.</summary>
internal sealed record DatabaseFrame(
    string Name,
    string System,
    IReadOnlyList<PoolFrame> Pools,
    IReadOnlyList<EndpointUsage> Endpoints,
    IReadOnlyList<FlightRecord> Records,
    DurableFrame? Durable);
