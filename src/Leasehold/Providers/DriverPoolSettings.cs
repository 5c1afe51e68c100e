namespace Leasehold.Providers;

/// <summary>What an adapter maps to its driver's own settings for one data source.</summary>
/// <param name="ApplicationName">Shown by the server for each connection, e.g. <c>shop/Api</c>.</param>
/// <param name="MaxConnections">The driver's maximum; equal to the gate's, so that the driver never queues.</param>
/// <param name="KeepsOpen">Whether idle connections stay open; overflow's are closed by Leasehold instead.</param>
/// <param name="Recycle">Connection lifetime, already drawn; zero for none.</param>
/// <param name="Options">The workload's options.</param>
/// <param name="Pooler">The pooler before the server.</param>
public sealed record DriverPoolSettings(
    string ApplicationName,
    int MaxConnections,
    bool KeepsOpen,
    TimeSpan Recycle,
    PoolOptions Options,
    ServerPooler Pooler);
