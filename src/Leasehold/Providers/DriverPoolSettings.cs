using System.Data.Common;

namespace Leasehold.Providers;

/// <summary>What an adapter maps to its driver's own settings for one data source.</summary>
/// <param name="ApplicationName">Shown by the server for each connection, e.g. <c>shop/Api</c>.</param>
/// <param name="MaxConnections">
/// The driver's maximum: what the gate may grow to, so that the driver never queues.
/// </param>
/// <param name="KeepsOpen">Whether idle connections stay open; overflow's are closed by Leasehold instead.</param>
/// <param name="Recycle">
/// The driver's own bound on the age of a connection, already drawn; zero for none. Where
/// <see cref="DriverPool.DiscardsOne"/>, idle connections are closed before, each at an age of its own.
/// </param>
/// <param name="Options">The workload's options.</param>
/// <param name="Pooler">The pooler before the server.</param>
public sealed record DriverPoolSettings(
    string ApplicationName,
    int MaxConnections,
    bool KeepsOpen,
    TimeSpan Recycle,
    PoolOptions Options,
    ServerPooler Pooler)
{
    /// <summary>To be run once on each new physical connection, bounded in time; null for nothing.</summary>
    /// <remarks>By the driver, or by whoever opens when <see cref="DriverPool.Opened"/> says so.</remarks>
    public Func<DbConnection, CancellationToken, ValueTask>? OnConnectionOpened { get; init; }

    /// <summary>What the driver's own metrics and logs call the data source: never a value of the string.</summary>
    /// <value><see cref="ApplicationName"/>, and that with <c> (overflow)</c> for the second one of a pool.</value>
    public string DataSourceName => KeepsOpen ? ApplicationName : ApplicationName + " (overflow)";
}
