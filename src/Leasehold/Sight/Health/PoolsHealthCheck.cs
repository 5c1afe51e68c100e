using Leasehold.Providers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.Sight.Health;

/// <summary>The failure status: a database is unreachable or lacks its schema. Degraded: a pool is saturated.</summary>
internal sealed class PoolsHealthCheck : IHealthCheck
{
    private readonly Lazy<IReadOnlyList<DatabaseProbe>> _probes;

    public PoolsHealthCheck(
        string name,
        RegisteredDatabases databases,
        IOptionsMonitor<HealthOptions> monitor,
        TimeProvider time,
        ILogger logger)
    {
        var options = monitor.Get(name);
        _probes = new(() => [.. databases.All.Select(database => new DatabaseProbe(
            database,
            database.IsFirst ? options.ProbeSql : new HealthOptions().ProbeSql,
            options.Timeout,
            time,
            logger))]);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var probes = _probes.Value;
        var outcomes = await Task.WhenAll(probes.Select(p => p.AskAsync(cancellationToken))).ConfigureAwait(false);
        if (outcomes.Contains(ProbeOutcome.Unreachable))
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus, "A database is unreachable or lacks its schema.");
        }

        return outcomes.Contains(ProbeOutcome.Busy) || probes.Any(static p => IsSaturated(p.Database.Pools))
            ? HealthCheckResult.Degraded("A pool is saturated.")
            : HealthCheckResult.Healthy();
    }

    private static bool IsSaturated(ConnectionPools pools)
        => pools.All.Any(static pool => pool.Snapshot(maxHolders: 0).IsSaturated);
}
