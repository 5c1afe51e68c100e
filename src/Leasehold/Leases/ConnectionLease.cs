using System.Data.Common;
using Leasehold.Leases;

namespace Leasehold;

/// <summary>The right to one open connection, from acquisition to return.</summary>
/// <remarks>
/// One caller at a time. Dispose it to return the connection; disposing twice does nothing. A lease that is lost
/// without disposal is noticed after the next garbage collection, its connection closed and its origin reported.
/// Keep the lease as long as you use its connection.
/// </remarks>
public sealed class ConnectionLease : IAsyncDisposable, IDisposable
{
    /// <summary>
    /// How long a blocking disposal waits for what only has an asynchronous form (MySqlConnector's reset). It takes
    /// a round trip, or as long as the thread pool has no thread to finish it; the place is kept that long either way.
    /// </summary>
    internal static readonly TimeSpan BlockingPatience = TimeSpan.FromMilliseconds(250);

    private readonly LeaseSlot _slot;
    private readonly int _version;

    internal ConnectionLease(LeaseSlot slot, int version)
    {
        _slot = slot;
        _version = version;
    }

    /// <summary>The open connection, of the driver's own type.</summary>
    /// <exception cref="ObjectDisposedException">The lease has been returned.</exception>
    public DbConnection Connection
    {
        get
        {
            // Read before it is known to be this lease's: the slot may go to its next holder in between.
            var connection = _slot.Connection;
            ObjectDisposedException.ThrowIf(IsReturned || connection is null, this);
            return connection;
        }
    }

    /// <summary>Whether the connection went back, by disposal or because it broke.</summary>
    public bool IsReturned => _slot.Version != _version;

    internal LeaseSlot Slot => _slot;

    internal int Version => _version;

    /// <summary>
    /// Has the connection closed for good when it goes back, instead of being used again: call it when you left
    /// something on the session that nobody else should find.
    /// </summary>
    /// <remarks>
    /// On PostgreSQL without a round trip. MySqlConnector cannot throw one connection away, so its session ends itself.
    /// On SQLite, and on MySQL behind a pooler in transaction mode, all idle connections of the pool go with it.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The lease has been returned.</exception>
    public void Discard()
    {
        ObjectDisposedException.ThrowIf(IsReturned, this);
        _slot.IsToBeDiscarded = true;
    }

    /// <summary>
    /// Says that you left nothing on the session that another holder could find, so that it goes back without a reset:
    /// call it when you ran plain SELECTs, and know their text.
    /// </summary>
    /// <remarks>
    /// On MySQL and MariaDB this saves the reset's round trip; elsewhere a reset has none of its own, and nothing
    /// changes. Never call it after a statement that sets a variable, takes a lock by name, makes a temporary table,
    /// begins a transaction or calls a routine that may. A result that is still being read, a transaction of the
    /// driver's and another database are noticed: then the session is reset all the same. <c>FOUND_ROWS()</c> and
    /// <c>SHOW WARNINGS</c> may still tell the next holder of your last statement.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The lease has been returned.</exception>
    public void LeaveAsIs()
    {
        ObjectDisposedException.ThrowIf(IsReturned, this);
        _slot.IsLeftAsIs = true;
    }

    /// <summary>Returns the connection to its pool.</summary>
    /// <remarks>Does not throw: what goes wrong with the connection is logged, and it is not used again.</remarks>
    public ValueTask DisposeAsync()
        => _slot.TryBeginReturn(_version) ? _slot.ReturnAsync(blocking: false) : default;

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (!_slot.TryBeginReturn(_version))
        {
            return;
        }

        var returning = _slot.ReturnAsync(blocking: true);
        if (!returning.IsCompleted)
        {
            WaitFor(returning.AsTask());
        }
    }

    /// <summary>Waits for what goes on without this thread too.</summary>
    /// <returns>Whether it has ended in time.</returns>
    internal static bool WaitFor(Task task)
    {
        try
        {
            return task.Wait(BlockingPatience);
        }
        catch (ThreadInterruptedException)
        {
            // A disposal throws nothing; the thread's next wait does.
            Thread.CurrentThread.Interrupt();
            return task.IsCompleted;
        }
    }
}
