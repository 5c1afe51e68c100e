using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.AspNetCore;

/// <summary>Unhealthy: a database is unreachable or lacks its schema. Degraded: a pool is saturated.</summary>
internal sealed class PoolsHealthCheck : IHealthCheck
{
    public const string Name = "leasehold";

    private readonly Lazy<IReadOnlyList<DatabaseProbe>> _probes;

    public PoolsHealthCheck(
        RegisteredDatabases databases,
        IOptions<HealthOptions> options,
        TimeProvider time,
        ILogger<PoolsHealthCheck> logger)
    {
        _probes = new(() => [.. databases.All.Select(database => new DatabaseProbe(
            database,
            database.IsFirst ? options.Value.ProbeSql : new HealthOptions().ProbeSql,
            options.Value.Timeout,
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
            return HealthCheckResult.Unhealthy("A database is unreachable or lacks its schema.");
        }

        return outcomes.Contains(ProbeOutcome.Busy) || probes.Any(static p => IsSaturated(p.Database.Pools))
            ? HealthCheckResult.Degraded("A pool is saturated.")
            : HealthCheckResult.Healthy();
    }

    private static bool IsSaturated(ConnectionPools pools)
        => pools.All.Any(static pool => pool.Snapshot(maxHolders: 0).IsSaturated);
}
