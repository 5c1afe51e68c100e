using Leasehold.Leases;
using Microsoft.Extensions.Hosting;

namespace Leasehold.DependencyInjection;

/// <summary>
/// What the pools of one database do as the host starts, reach it, compare limits and warm up, and when it has stopped.
/// </summary>
internal sealed class HostedPools(ConnectionPools pools) : IHostedLifecycleService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // One bound for all of it: a service that has to start must not wait as long as a batch may.
        var limit = pools.Options.StartupTimeout;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(limit);
        ConnectionLease lease;
        try
        {
            foreach (var pool in pools.All.Where(pool => pool != pools.Batch && SetsSession(pool)))
            {
                var tried = await pool.LeaseAsync(LeaseLane.Starting, LeaseOrigin.Unknown, limit, bound.Token)
                    .ConfigureAwait(false);
                await tried.DisposeAsync().ConfigureAwait(false);
            }

            lease = await pools.Batch.LeaseAsync(LeaseLane.Starting, LeaseOrigin.Unknown, limit, bound.Token)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (pools.Provider.ExplainRefusal(exception) is { } refused)
            {
                throw new InvalidOperationException(refused, exception);
            }

            if (pools.Options.FailStartWhenUnreachable)
            {
                throw new InvalidOperationException(
                    $"The database could not be reached within {pools.Options.Section}:StartupTimeout ({limit}), and "
                    + $"{pools.Options.Section}:FailStartWhenUnreachable is on. The inner exception says why.",
                    exception);
            }

            // A database that is down at start-up is the health check's to report; the service waits for it.
            Log.UnreachableAtStart(pools.Logger, pools.Batch.Name, limit, exception.GetType().Name);
            return;
        }

        await using (lease.ConfigureAwait(false))
        {
            await new ServerLimits(pools).CompareAsync(lease.Connection, bound.Token).ConfigureAwait(false);
        }

        await WarmUpAsync(bound.Token).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // What a pool sets with the connection may be refused by what stands before the server, and only for this pool.
    private static bool SetsSession(ConnectionPool pool) => pool.Core.Options.IdleInTransactionTimeout > TimeSpan.Zero;

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pools.WarmUpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Goes on in the background.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Last: what other services still do as they stop may need a connection.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => pools.ShutDownAsync(cancellationToken);
}
