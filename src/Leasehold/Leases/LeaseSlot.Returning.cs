using System.Data;
using System.Data.Common;
using System.Transactions;

namespace Leasehold.Leases;

/// <content>
/// The road back, one for every kind of holder: undo what was left, close the connection, free the place.
/// </content>
internal sealed partial class LeaseSlot
{
    private static readonly TimeSpan UntilTheDriverHasLetGo = TimeSpan.FromMilliseconds(3);

    /// <summary>The one road back: undoes what the holder left, closes the connection, frees the place.</summary>
    /// <param name="blocking">Whether to be done when this returns.</param>
    /// <remarks>
    /// For whoever has claimed the return. Never throws: what fails here is told to the observer, and the connection is
    /// not used again.
    /// </remarks>
    public ValueTask ReturnAsync(bool blocking)
    {
        var connection = Connection!;
        try
        {
            if (connection.State == ConnectionState.Open)
            {
                var resetting = ResetAsync(connection, blocking);
                if (!resetting.IsCompletedSuccessfully)
                {
                    return ReturnSlowlyAsync(connection, resetting, blocking);
                }

                if (!resetting.Result)
                {
                    return ReturnSlowlyAsync(connection, default, blocking);
                }

                var closing = CloseAsync(connection, blocking);
                if (!closing.IsCompletedSuccessfully)
                {
                    return FinishAsync(closing);
                }

                ReleaseOrKeep(connectionIsGone: false);
                return default;
            }
        }
        catch (Exception exception)
        {
            return ReturnSlowlyAsync(connection, ValueTask.FromException<bool>(exception), blocking);
        }

        // Broken, or closed by its holder.
        return ReturnSlowlyAsync(connection, default, blocking);
    }

    /// <summary>Undoes what the holder left, for an owner that closes the connection itself right after.</summary>
    public async ValueTask PrepareClosingAsync()
    {
        if (Connection is not { State: ConnectionState.Open } connection)
        {
            return;
        }

        var version = Version;
        try
        {
            var isReset = await ResetAsync(connection, blocking: false).ConfigureAwait(false);
            _isReset = isReset && Version == version;
        }
        catch (Exception exception)
        {
            Pool.Observer.ReturnFailed(exception);
            Pool.Distrust();
        }
    }

    /// <summary>The owner's connection changed its state.</summary>
    public void OnStateChange(DbConnection sender, StateChangeEventArgs change)
    {
        var version = Version;
        if (!ReferenceEquals(sender, Connection) || !IsHeldIn(version))
        {
            return;
        }

        if (change.CurrentState == ConnectionState.Broken)
        {
            // The driver keeps its slot until the connection is closed, so the place is kept as long.
            Pool.Distrust();
        }
        else if (change.CurrentState == ConnectionState.Closed && TryBeginReturn(version))
        {
            var isGone = change.OriginalState == ConnectionState.Broken || Driver.IsBroken(sender);
            if (isGone)
            {
                Pool.Distrust();
            }

            // What was left on the session is still there unless it was prepared for that.
            _ = EndReturnAsync(mustReset: !isGone && !_isReset && !IsEnlisted, isGone);
        }
    }

    /// <summary>Its connection is a transaction's, which keeps it past its closing.</summary>
    public void Joined(Transaction transaction)
    {
        // Cloned first: one that its owner has just disposed throws here.
        var own = transaction.Clone();
        _transaction?.Dispose();
        _transaction = own;
    }

    /// <summary>Opening failed: the place is free, or its transaction's, if it was kept for one.</summary>
    public void GiveUp(int version)
    {
        if (TryBeginReturn(version))
        {
            ReleaseOrKeep(connectionIsGone: false);
        }
    }

    /// <summary>Its holder is lost: ends what is left and frees the place.</summary>
    public async Task ReclaimAsync()
    {
        try
        {
            // Whatever state its holder left it in goes with it: a cleared pool closes it on return.
            ClearQuietly();
            if (Connection is { } connection)
            {
                await Driver.CancelAsync(connection, blocking: false).ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (Connection is not null)
        {
            Leave(Connection, exception);
        }
        finally
        {
            Release(connectionIsGone: true);

            // Counted last: who sees the count finds the place free, and the line that explains it.
            Pool.Counters.OnLeaked();
        }
    }

    /// <summary>The transaction that it was kept for has ended.</summary>
    public void TransactionEnded()
        => ThreadPool.UnsafeQueueUserWorkItem(
            static slot => _ = slot.LeaveTransactionAsync(), this, preferLocal: false);

    private async Task LeaveTransactionAsync()
    {
        // The driver lets go of its connection after it has told the completion, on the thread that comes from here. It
        // does not say when: a lease that came before would connect anew, beside a connection that is about to be idle.
        await Task.Delay(UntilTheDriverHasLetGo).ConfigureAwait(false);
        await EndReturnAsync(mustReset: true, isGone: false).ConfigureAwait(false);
    }

    // The driver still waits for the server on it, and closing it would wait too: that comes later, and it must not
    // count in the driver's pool any more.
    private void Leave(DbConnection connection, Exception exception)
    {
        Pool.Observer.ReturnFailed(exception);
        Pool.Distrust();
        ClearQuietly();
        _ = LeftConnection.CloseAsync(Driver, connection, Pool);
    }

    private void ClearQuietly()
    {
        try
        {
            Pool.Clear();
        }
        catch (Exception exception)
        {
            // Making a data source runs the application's own code.
            Pool.Observer.ReturnFailed(exception);
        }
    }

    // A session of a transaction that has not ended is the transaction's: undoing anything would undo it.
    private ValueTask<bool> ResetAsync(DbConnection connection, bool blocking)
    {
        if (IsToBeDiscarded)
        {
            return DiscardAsync(connection);
        }

        if (IsEnlisted)
        {
            return new(true);
        }

        if (IsLeftAsIs && Driver.IsAsOpened(connection))
        {
            // Its last sign of life was one to its holder: at the latest when it was handed out.
            Pool.Health.Succeeded(Driver, connection, TakenAtMs);
            return new(true);
        }

        return _resetsOnReturn
            ? NoteAsync(ResetOutsideAsync(connection, blocking), connection, Version, PhysicalId)
            : Driver.ResetAsync(connection, blocking);
    }

    private ValueTask<bool> ResetOutsideAsync(DbConnection connection, bool blocking)
        => EnlistedSlots.Outside(() => Driver.ResetAsync(connection, blocking));

    private ValueTask ResetIdleAsync() => EnlistedSlots.Outside(() => Driver.ResetIdleAsync(PhysicalId));

    private async ValueTask<bool> NoteAsync(
        ValueTask<bool> resetting, DbConnection connection, int version, int physicalId)
    {
        var isClean = await resetting.ConfigureAwait(false);

        // Its owner may not have waited: then it is another session by now, or somebody else's slot.
        if (isClean && Version == version && Driver.PhysicalId(connection) == physicalId)
        {
            Pool.Health.Succeeded(Driver, connection, Pool.NowMs);
        }

        return isClean;
    }

    private async ValueTask<bool> DiscardAsync(DbConnection connection)
    {
        await Driver.DiscardAsync(connection).ConfigureAwait(false);
        return true;
    }

    private ValueTask CloseAsync(DbConnection connection, bool blocking)
    {
        if (CallersConnection is not null)
        {
            // It stays its owner's, closed.
            if (!blocking)
            {
                return new(connection.CloseAsync());
            }

            connection.Close();
        }
        else if (!blocking)
        {
            return connection.DisposeAsync();
        }
        else
        {
            connection.Dispose();
        }

        return default;
    }

    private async ValueTask FinishAsync(ValueTask closing)
    {
        var isGone = false;
        try
        {
            await closing.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            isGone = true;
            Pool.Observer.ReturnFailed(exception);
        }
        finally
        {
            // Last, when the driver has let go of its own slot: the next in line must find it free.
            ReleaseOrKeep(isGone);
        }
    }

    // What was left cannot be undone before the driver has its session back, or is not undone yet.
    private async ValueTask ReturnSlowlyAsync(DbConnection connection, ValueTask<bool> resetting, bool blocking)
    {
        var isGone = false;
        var isReset = false;
        try
        {
            isReset = await resetting.ConfigureAwait(false);
            isGone = Driver.IsBroken(connection);
        }
        catch (TimeoutException exception)
        {
            Leave(connection, exception);
            ReleaseOrKeep(connectionIsGone: true);
            return;
        }
        catch (Exception exception)
        {
            // Not to be looked for among the idle ones: if it went there, it is reset before it is handed out.
            isGone = true;
            Pool.Observer.ReturnFailed(exception);
        }

        try
        {
            if (isGone)
            {
                Pool.Distrust();
            }

            await CloseAsync(connection, blocking).ConfigureAwait(false);
            if (!isGone && !isReset && !IsEnlisted)
            {
                await ResetIdleAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            isGone = true;
            Pool.Observer.ReturnFailed(exception);
        }
        finally
        {
            ReleaseOrKeep(isGone);
        }
    }

    // The driver has it back already.
    private async Task EndReturnAsync(bool mustReset, bool isGone)
    {
        try
        {
            if (mustReset)
            {
                await ResetIdleAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Pool.Observer.ReturnFailed(exception);
        }
        finally
        {
            ReleaseOrKeep(isGone);
        }
    }

    // The connection is closed: frees the place, at once or when the transaction it joined has ended.
    private void ReleaseOrKeep(bool connectionIsGone)
    {
        if (_transaction is { } transaction && IsEnlisted)
        {
            KeepFor(transaction, Version);
        }
        else
        {
            Release(connectionIsGone);
        }
    }

    private void KeepFor(Transaction transaction, int version)
    {
        Pool.Enlisted.Add(transaction, this, version);
        transaction.TransactionCompleted += (_, _) =>
        {
            if (Pool.Enlisted.Remove(this, version))
            {
                TransactionEnded();
            }
        };
    }
}
