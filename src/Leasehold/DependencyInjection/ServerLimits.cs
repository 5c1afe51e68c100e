using System.Data.Common;

namespace Leasehold.DependencyInjection;

/// <summary>Compares what the pools may ask for with what the server has, and warns or refuses.</summary>
internal sealed class ServerLimits(ConnectionPools pools)
{
    /// <summary>Asks the server; what it does not tell is logged.</summary>
    /// <exception cref="InvalidOperationException">They may ask for too much, and that is to fail.</exception>
    public async Task CompareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await CompareBudgetAsync(connection, cancellationToken).ConfigureAwait(false);
            await CompareIdleTimeoutAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or OperationCanceledException)
        {
            Log.LimitsUnknown(pools.Logger, exception.GetType().Name);
        }
    }

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
                $"{options.Section}:Budget ({budget}) x {options.Section}:Replicas ({options.Replicas}) is {total}, "
                + $"but the server has {limit} connections for this user: set {options.Section}:Budget to {fitting} or "
                + "less, or raise the limit.");
        }

        Log.BudgetAboveServer(
            pools.Logger,
            $"{options.Section}:Budget",
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
            if (pool.Core.Options.Recycle == TimeSpan.Zero || pool.Core.Options.Recycle * 1.1 >= idle)
            {
                Log.RecycleAboveServer(
                    pools.Logger, pool.Name, pool.Core.Options.Recycle, idle.Value, pool.Core.Settings, fitting);
            }
        }
    }
}
