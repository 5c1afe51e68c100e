using System.Data.Common;

namespace Leasehold;

/// <summary>Opens the driver's connection for a slot that has its place, checking that it is alive.</summary>
/// <remarks>
/// When opening fails the place is freed here: at once, or, when the driver is still busy with an attempt that the
/// caller gave up, as soon as the driver has let go of it, since until then its own slot is taken too.
/// </remarks>
internal sealed class PoolOpener(PoolOptions options, PoolHealth health, Action clear)
{
    /// <summary>
    /// A connection that failed its check is replaced by a fresh one. Twice is enough: after the first failure the
    /// pool is cleared, after the second whatever was cleared a moment ago, so the last connection is a new one and a
    /// third failure means that the server is in trouble.
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
            connection = ConnectionOf(slot);
            var opening = connection.OpenAsync(cancellationToken);
            if (!opening.IsCompletedSuccessfully || health.MustPing(slot.Driver, connection, slot.TakenAtMs))
            {
                return FinishAsync(slot, slot.Version, connection, opening, cancellationToken);
            }

            slot.Opened(connection);
            return default;
        }
        catch (Exception exception)
        {
            Free(slot, slot.Version, connection);
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

        var version = slot.Version;
        for (var attempt = 1; ; attempt++)
        {
            DbConnection? connection = null;
            var isOpened = false;
            try
            {
                connection = ConnectionOf(slot);
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
            catch (Exception exception) when (connection is not null && MayRetry(slot, exception, isOpened, attempt))
            {
                DiscardAsync(slot, version, connection, attempt).AsTask().GetAwaiter().GetResult();
            }
            catch
            {
                Free(slot, version, connection);
                throw;
            }
        }
    }

    private static DbConnection ConnectionOf(LeaseSlot slot)
        => slot.Origin.Connection ?? slot.Driver.CreateConnection();

    // A connection that the caller brought is closed only: it is opened again, here or by its owner.
    private static Task LetGoAsync(LeaseSlot slot, DbConnection connection)
        => slot.Origin.Connection is null ? connection.DisposeAsync().AsTask() : connection.CloseAsync();

    private static void Free(LeaseSlot slot, int version, DbConnection? connection)
    {
        try
        {
            if (slot.Origin.Connection is null)
            {
                connection?.Dispose();
            }
            else
            {
                connection?.Close();
            }
        }
        finally
        {
            // Not gone: the place may have come with an idle connection that was not reached. Counting it as idle
            // keeps the budget right either way, and the next clearing settles it.
            slot.TryRelease(version, connectionIsGone: false);
        }
    }

    private async ValueTask OpenWithinAsync(
        LeaseSlot slot, TimeSpan remaining, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // At least a moment, so that an idle connection is still handed out to a caller whose turn came last minute.
        bounded.CancelAfter(remaining > TimeSpan.FromMilliseconds(1) ? remaining : TimeSpan.FromMilliseconds(1));
        var version = slot.Version;
        var (connection, opening) = BeginOpening(slot, version, bounded.Token);
        try
        {
            await FinishAsync(slot, version, connection, opening, bounded.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectTimeoutException(limit, exception);
        }
    }

    private async ValueTask FinishAsync(
        LeaseSlot slot, int version, DbConnection connection, Task opening, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var step = opening;
            var isOpened = false;
            try
            {
                // Waited for under the token and not only given it: while they read a handshake the drivers look at
                // neither token nor time-out of ours.
                await step.WaitAsync(cancellationToken).ConfigureAwait(false);
                isOpened = true;
                if (health.MustPing(slot.Driver, connection, slot.TakenAtMs))
                {
                    step = slot.Driver.PingAsync(connection, options.PrePingTimeout);
                    await step.WaitAsync(cancellationToken).ConfigureAwait(false);
                    health.Succeeded(slot.Driver, connection);
                }

                slot.Opened(connection);
                return;
            }
            catch (Exception exception)
                when (step.IsCompleted && !cancellationToken.IsCancellationRequested
                    && MayRetry(slot, exception, isOpened, attempt))
            {
                await DiscardAsync(slot, version, connection, attempt).ConfigureAwait(false);
            }
            catch
            {
                // Followed in the background only while the driver is still busy; else the place is back first. The
                // owner of a connection it brought could not even close it meanwhile, so it gets it back at rest.
                var isBrought = slot.Origin.Connection is not null;
                var abandoned = AbandonAsync(slot, version, connection, step);
                if (step.IsCompleted || isBrought)
                {
                    await abandoned.ConfigureAwait(false);
                }

                throw;
            }

            (connection, opening) = BeginOpening(slot, version, cancellationToken);
        }
    }

    private static (DbConnection Connection, Task Opening) BeginOpening(
        LeaseSlot slot, int version, CancellationToken cancellationToken)
    {
        DbConnection? connection = null;
        try
        {
            connection = ConnectionOf(slot);
            return (connection, connection.OpenAsync(cancellationToken));
        }
        catch
        {
            Free(slot, version, connection);
            throw;
        }
    }

    private static async Task AbandonAsync(LeaseSlot slot, int version, DbConnection connection, Task step)
    {
        // The caller has its own error already; these only tell that the driver is done.
        await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await LetGoAsync(slot, connection).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Free(slot, version, connection: null);
        }
    }

    // A failed check is repeated on a fresh connection, and so is an open that checks by itself: it may have failed on
    // an idle connection. A server that cannot be reached at all is the caller's to know.
    private static bool MayRetry(LeaseSlot slot, Exception exception, bool isOpened, int attempt)
        => exception is DbException or TimeoutException or OperationCanceledException or IOException
            && attempt < (isOpened ? MaxAttempts : 2)
            && (isOpened || slot.Driver.ChecksOnOpen);

    private async ValueTask DiscardAsync(LeaseSlot slot, int version, DbConnection connection, int attempt)
    {
        try
        {
            // A connection that failed its check but does not know that it is broken (the check ran out of time) would
            // go back among the idle ones: after a clearing the driver closes it on return instead.
            var doesNotKnow = connection.State == System.Data.ConnectionState.Open;
            health.Distrust();
            health.Clear(clear, evenIfJustDone: doesNotKnow || attempt == MaxAttempts - 1);
            await LetGoAsync(slot, connection).ConfigureAwait(false);
        }
        catch
        {
            Free(slot, version, connection);
            throw;
        }
    }
}
