using System.Data.Common;
using Leasehold.Admission;
using Leasehold.Leases;
using Leasehold.Providers;
using Leasehold.Sight;
using Leasehold.Sight.Attributions;
using Leasehold.Sight.Metrics;
using Microsoft.Extensions.Logging;

namespace Leasehold.DependencyInjection;

/// <summary>Makes the pools of a database, with what those of all databases of a budget share.</summary>
internal sealed class PoolMaker(
    ServerBudget budget,
    ExternalCallGuard guard,
    LeaseholdMetrics metrics,
    UsageTable? usage,
    Incidents incidents,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>One for each workload.</summary>
    /// <param name="provider">Makes their connections.</param>
    /// <param name="options">Their settings.</param>
    /// <param name="further">What tells them from those of the configured database; null for that one's.</param>
    /// <param name="use">When they were used last, of a further database's.</param>
    public List<PoolCore> Make(DatabaseProvider provider, LeaseholdOptions options, string? further, PoolUse? use)
    {
        var turn = provider.Dialect.HasSingleWriter ? new WriterTurn(time) : null;
        return [.. options.Pools.Select(
            pool => Make(provider, options, Workload.Named(pool.Key), pool.Value, further, use, turn))];
    }

    private PoolCore Make(
        DatabaseProvider provider,
        LeaseholdOptions all,
        Workload workload,
        PoolOptions options,
        string? further,
        PoolUse? use,
        WriterTurn? turn)
    {
        var name = (all.Database is null ? all.ApplicationName : $"{all.ApplicationName}/{all.Database}")
            + $"/{workload.Name}" + (further is null ? "" : $"@{further}");
        var observer = new PoolObserver(
            PoolTags.Of(name, provider, all.ConnectionMetrics),
            workload,
            guard,
            metrics,
            usage,
            incidents,
            time,
            logger);
        var (size, overflow) = (options.Size, options.MaxOverflow);
        var hasSecond = overflow > 0 && !all.SharedOverflow;
        var onOpened = Bounded(all.OnConnectionOpened, options.ConnectTimeout);
        var first = CreateSource(hasSecond ? size : size + overflow, keepsOpen: true);
        var second = hasSecond ? CreateSource(overflow, keepsOpen: false) : null;
        PoolCore? core = null;
        var gate = new Gate(size, overflow, options.MaxWaiters, budget, time, () => core!.ClearOverflow());
        core = new PoolCore(workload, name, options, provider, first, second, gate, observer, time, onOpened)
        {
            Settings = $"{all.Section}:Pools:{workload.Name}",
            Use = use,
            WriterTurn = turn,
        };
        return core;

        DriverPool CreateSource(int max, bool keepsOpen)
        {
            // Drawn per data source, so that pools and instances that started together do not reconnect together; above
            // the ages that are drawn for each connection.
            var recycle = options.Recycle * (1.0 + (0.1 * Random.Shared.NextDouble()));
            var most = Math.Max(max, PoolOptions.MaxGrown);
            return provider.CreatePool(new DriverPoolSettings(name, most, keepsOpen, recycle, options, all.Pooler)
            {
                OnConnectionOpened = onOpened,
            });
        }
    }

    private static Func<DbConnection, CancellationToken, ValueTask>? Bounded(
        Func<DbConnection, CancellationToken, ValueTask>? onOpened, TimeSpan limit)
    {
        return onOpened is null ? null : RunAsync;

        async ValueTask RunAsync(DbConnection connection, CancellationToken cancellationToken)
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bound.CancelAfter(limit);
            try
            {
                // Waited for under the token, and not only given it.
                await onOpened(connection, bound.Token).AsTask().WaitAsync(bound.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"OnConnectionOpened took longer than ConnectTimeout ({limit}).", exception);
            }
        }
    }
}
