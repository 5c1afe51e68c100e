using System.Data.Common;
using Microsoft.Extensions.Hosting;

namespace Leasehold;

/// <summary>At start-up, compares what the pools may ask for with what the server has, and warns or refuses.</summary>
internal sealed class ServerLimits(ConnectionPools pools) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await pools.Batch.LeaseAsync(cancellationToken).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
            {
                await CompareBudgetAsync(lease.Connection, cancellationToken).ConfigureAwait(false);
                await CompareIdleTimeoutAsync(lease.Connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            // A database that is down at start-up is the health check's to report; the service waits for it.
            Log.LimitsUnknown(pools.Logger, exception.GetType().Name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CompareBudgetAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var options = pools.Options;
        if (options.BudgetCheck == BudgetCheck.Off)
        {
            return;
        }

        var limit = options.ServerConnectionLimit
            ?? await pools.Provider.ReadConnectionLimitAsync(connection, cancellationToken).ConfigureAwait(false);
        var budget = options.EffectiveBudget;
        var total = (long)budget * options.Replicas;
        if (limit is null || total <= limit)
        {
            return;
        }

        var fitting = limit.Value / options.Replicas;
        if (options.BudgetCheck == BudgetCheck.Fail)
        {
            throw new InvalidOperationException(
                $"Leasehold:Budget ({budget}) x Leasehold:Replicas ({options.Replicas}) is {total}, but the server has "
                + $"{limit} connections for this user: set Leasehold:Budget to {fitting} or less, or raise the limit.");
        }

        Log.BudgetAboveServer(
            pools.Logger,
            "Leasehold:Budget",
            budget,
            options.Replicas,
            (int)Math.Min(total, int.MaxValue),
            limit.Value,
            fitting);
    }

    private async Task CompareIdleTimeoutAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var idle = await pools.Provider.ReadIdleTimeoutAsync(connection, cancellationToken).ConfigureAwait(false);
        if (idle is null)
        {
            return;
        }

        // A tenth is kept as distance, since Recycle is itself spread by a tenth.
        var fitting = TimeSpan.FromSeconds(Math.Floor(idle.Value.TotalSeconds * 0.8));
        foreach (var pool in pools.All)
        {
            if (pool.Options.Recycle == TimeSpan.Zero || pool.Options.Recycle * 1.1 >= idle)
            {
                Log.RecycleAboveServer(
                    pools.Logger, pool.Name, pool.Options.Recycle, idle.Value, pool.Workload.Name, fitting);
            }
        }
    }
}
