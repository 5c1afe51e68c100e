using System.Data.Common;

namespace Leasehold;

/// <summary>Opens the driver's connection for a slot that has its place, checking that it is alive.</summary>
internal sealed class PoolOpener(PoolOptions options, PoolHealth health, Action clear)
{
    /// <summary>
    /// A connection that fails its check is replaced by a fresh one. Twice is enough: after the first failure the
    /// pool is cleared, so the next connection is new, and a third failure means the server is in trouble.
    /// </summary>
    private const int MaxAttempts = 3;

    /// <summary>Completes at once, without allocating, when the driver has a connection that needs no check.</summary>
    /// <param name="slot">The place.</param>
    /// <param name="remaining">What is left of the acquire time-out.</param>
    /// <param name="limit">The acquire time-out, for the message.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask OpenAsync(LeaseSlot slot, TimeSpan remaining, TimeSpan limit, CancellationToken cancellationToken)
    {
        // What remains matters only when it is less than the driver's own bound on connecting.
        if (remaining < options.ConnectTimeout)
        {
            return OpenWithinAsync(slot, remaining, limit, cancellationToken);
        }

        DbConnection? connection = null;
        try
        {
            connection = slot.Driver.CreateConnection();
            var opening = connection.OpenAsync(cancellationToken);
            if (!opening.IsCompletedSuccessfully || health.MustPing(slot.Driver, connection, slot.TakenAtMs))
            {
                return FinishAsync(slot, connection, opening, cancellationToken);
            }

            slot.Opened(connection);
            return default;
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            return ValueTask.FromException(exception);
        }
    }

    public void Open(LeaseSlot slot, TimeSpan remaining, TimeSpan limit)
    {
        if (remaining < options.ConnectTimeout)
        {
            // The drivers' blocking Open takes no bound of its own. An idle connection completes on this thread; only
            // a real connect is waited for.
            OpenWithinAsync(slot, remaining, limit, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            var connection = slot.Driver.CreateConnection();
            var isOpened = false;
            try
            {
                connection.Open();
                isOpened = true;
                if (health.MustPing(slot.Driver, connection, slot.TakenAtMs))
                {
                    slot.Driver.Ping(connection, options.PrePingTimeout);
                    health.Succeeded(slot.Driver, connection);
                }

                slot.Opened(connection);
                return;
            }
            catch (Exception exception) when (isOpened && attempt < MaxAttempts && IsFailedCheck(exception))
            {
                PrepareDiscard(connection);
                connection.Dispose();
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
    }

    private async ValueTask OpenWithinAsync(
        LeaseSlot slot, TimeSpan remaining, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // At least a moment, so that an idle connection is still handed out to a caller whose turn came last minute.
        bounded.CancelAfter(remaining > TimeSpan.FromMilliseconds(1) ? remaining : TimeSpan.FromMilliseconds(1));
        var connection = slot.Driver.CreateConnection();
        try
        {
            await FinishAsync(slot, connection, connection.OpenAsync(bounded.Token), bounded.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectTimeoutException(limit, exception);
        }
    }

    private async ValueTask FinishAsync(
        LeaseSlot slot, DbConnection connection, Task opening, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isOpened = false;
            try
            {
                await opening.ConfigureAwait(false);
                isOpened = true;
                if (health.MustPing(slot.Driver, connection, slot.TakenAtMs))
                {
                    await slot.Driver.PingAsync(connection, options.PrePingTimeout, cancellationToken)
                        .ConfigureAwait(false);
                    health.Succeeded(slot.Driver, connection);
                }

                slot.Opened(connection);
                return;
            }
            catch (Exception exception)
                when (isOpened && attempt < MaxAttempts && IsFailedCheck(exception)
                    && !cancellationToken.IsCancellationRequested)
            {
                PrepareDiscard(connection);
                await connection.DisposeAsync().ConfigureAwait(false);
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            connection = slot.Driver.CreateConnection();
            opening = connection.OpenAsync(cancellationToken);
        }
    }

    // Only a check that failed is repeated: a server that cannot be reached is the caller's to know.
    private static bool IsFailedCheck(Exception exception)
        => exception is DbException or TimeoutException or OperationCanceledException or IOException;

    private void PrepareDiscard(DbConnection connection)
    {
        health.Distrust();

        // A connection that failed its check but does not know that it is broken (the check ran out of time) would go
        // back among the idle ones: after a clearing the driver closes it on return instead.
        if (health.TryBeginClearing() || connection.State == System.Data.ConnectionState.Open)
        {
            clear();
        }
    }
}
