using System.Data.Common;

namespace Leasehold;

/// <summary>
/// A lease and one transaction on it: commits once, rolls back unless committed, always returns the connection.
/// </summary>
/// <remarks>One caller at a time. Disposed by whoever began it; <c>InSessionAsync</c> does so itself.</remarks>
public sealed class Session : IAsyncDisposable
{
    private readonly ConnectionPool _pool;
    private readonly ConnectionLease _lease;
    private bool _isDisposed;

    internal Session(ConnectionPool pool, ConnectionLease lease, DbTransaction transaction, bool isReadOnly)
    {
        _pool = pool;
        _lease = lease;
        Transaction = transaction;
        IsReadOnly = isReadOnly;
        lease.Slot.InTransaction = true;
    }

    /// <summary>The open connection, of the driver's own type.</summary>
    public DbConnection Connection => _lease.Connection;

    /// <summary>The open transaction; commit through the session, not through it.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>The workload it leases from.</summary>
    public Workload Workload => _pool.Workload;

    /// <summary>Whether writing is refused.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Whether it has committed.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Commits; a session commits once.</summary>
    /// <remarks>Takes no token: cancelling a commit would leave its outcome unknown.</remarks>
    /// <exception cref="InvalidOperationException">It has committed already.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost while committing.</exception>
    public async Task CommitAsync()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsCommitted)
        {
            throw new InvalidOperationException("The session has committed already; begin another for more work.");
        }

        var meter = _lease.Slot.Meter;
        var run = meter?.CommandStarted() ?? 0;
        try
        {
            await Transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOutcomeUnknown(exception))
        {
            _pool.Core.Distrust();
            throw CommitOutcomeUnknownException.Because(exception);
        }
        finally
        {
            meter?.CommandEnded(run);
        }

        IsCommitted = true;
        _lease.Slot.Succeeded();
    }

    /// <summary>What an exception means on this database.</summary>
    /// <param name="exception">An exception thrown by a command of the session.</param>
    public DatabaseErrorKind Classify(Exception exception) => _pool.Core.Provider.Classify(exception);

    /// <summary>Rolls back unless committed, and returns the connection whatever happens.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            await EndTransactionAsync().ConfigureAwait(false);
        }
        finally
        {
            await _lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask EndTransactionAsync()
    {
        if (_lease.IsReturned)
        {
            return;
        }

        var slot = _lease.Slot;
        var meter = slot.Meter;
        var run = meter?.CommandStarted() ?? 0;
        try
        {
            // The rest of a result that was left half-way is not waited for.
            await slot.Driver.CancelAsync(_lease.Connection, blocking: false).ConfigureAwait(false);

            // Disposing an open transaction rolls it back, in every driver.
            await Transaction.DisposeAsync().ConfigureAwait(false);
            if (IsReadOnly && !_lease.IsReturned)
            {
                await _pool.Core.Provider.EndReadOnlyAsync(_lease.Connection).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Thrown from a disposal it would hide the error that led here. What is open is undone all the same: by
            // the driver when the connection goes back, or by the server when the connection is lost.
            _pool.Core.Distrust();
            _pool.Core.Observer.ReturnFailed(exception);
        }
        finally
        {
            meter?.CommandEnded(run);
        }
    }

    private bool IsOutcomeUnknown(Exception exception)
        => exception is OperationCanceledException or TimeoutException or IOException
            || _pool.Core.Provider.Classify(exception)
                is DatabaseErrorKind.ConnectionBroken or DatabaseErrorKind.CommandTimeout;
}
