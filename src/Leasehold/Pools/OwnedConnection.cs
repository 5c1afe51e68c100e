using System.Data;
using System.Data.Common;
using Leasehold.Leases;

namespace Leasehold.Providers;

/// <summary>
/// A connection object that belongs to someone who opens and closes it again and again, as EF Core does: while it is
/// open it has a place of a pool.
/// </summary>
/// <remarks>
/// For adapters of data access libraries. One caller at a time. The place is given back by the connection's own change
/// of state, so that no way of closing it is missed; call <see cref="PrepareClosingAsync"/> first where you can.
/// </remarks>
public sealed class OwnedConnection
{
    private readonly ConnectionPool _pool;
    private readonly DbConnection _connection;
    private readonly string _name;
    private LeaseSlot? _slot;
    private ILeaseMeter? _meter;
    private int _run;

    /// <summary>A connection of a pool's data source.</summary>
    /// <param name="pool">The pool; its <c>SharedOverflow</c> must be on.</param>
    /// <param name="connection">
    /// A closed connection that <see cref="SourceOf"/> has made, or has adopted by the time it is opened.
    /// </param>
    /// <param name="name">What the holder is called where no code can be named; never a value.</param>
    public OwnedConnection(ConnectionPool pool, DbConnection connection, string name)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(connection);
        _pool = pool;
        _connection = connection;
        _name = name;
        connection.StateChange += OnStateChange;
    }

    /// <summary>Whether it is in a transaction, for the ledger; ignored while it is closed.</summary>
    public bool InTransaction
    {
        set
        {
            if (HeldSlot is { } slot)
            {
                slot.InTransaction = value;
            }
        }
    }

    /// <summary>Whether a command is running, where the driver does not tell; ignored while it is closed.</summary>
    public bool IsExecuting
    {
        set
        {
            // A reader may still be open when the next command begins: the one before is over for the measurement.
            _meter?.CommandEnded(_run);
            _meter = null;
            if (HeldSlot is { } slot)
            {
                slot.IsExecuting = value;
                if (value && slot.Meter is { } meter)
                {
                    (_meter, _run) = (meter, meter.CommandStarted());
                }
            }
        }
    }

    /// <summary>Whether it is open in a place of the pool.</summary>
    public bool IsHeld => HeldSlot is not null;

    // The slot may have been given to someone else since: it is ours while it names our connection.
    private LeaseSlot? HeldSlot
        => _slot is { IsHeld: true } slot && ReferenceEquals(slot.Connection, _connection) ? slot : null;

    private LeaseOrigin Origin => new(_name, "", 0) { Connection = _connection };

    /// <summary>The data source that the connections of a pool come from.</summary>
    /// <param name="pool">The pool.</param>
    public static DriverPool SourceOf(ConnectionPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.Core.Guaranteed;
    }

    /// <summary>Whether a pool's overflow uses the same data source (<see cref="LeaseholdOptions.SharedOverflow"/>).
    /// </summary>
    /// <param name="pool">The pool.</param>
    public static bool HasOneSource(ConnectionPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.Core.Overflow is null;
    }

    /// <summary>Says that a pool is about to be used.</summary>
    /// <param name="pool">The pool.</param>
    /// <returns>
    /// False when it was of a further database (<see cref="ConnectionPools.PoolsFor"/>), nobody has used it for long,
    /// and it is closed.
    /// </returns>
    public static bool KeepOpen(ConnectionPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.Core.Use?.TryUse() ?? true;
    }

    /// <summary>Takes a place and opens the connection in it.</summary>
    /// <param name="owner">
    /// The object whose loss is the connection's: not held on to; once it is collected while the connection is open,
    /// the place is freed and the holder reported.
    /// </param>
    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    public void Open(object owner)
    {
        _slot = _pool.Acquire(Origin);
        _slot.OwnedBy(owner);
    }

    /// <inheritdoc cref="Open"/>
    /// <param name="cancellationToken">Cancels the wait and the opening.</param>
    public ValueTask OpenAsync(object owner, CancellationToken cancellationToken)
    {
        if (!_pool.TryAcquire(
            LeaseLane.Starting, Origin, null, cancellationToken, out var slot, out var acquiring))
        {
            return FinishAsync(acquiring, owner);
        }

        _slot = slot;
        slot.OwnedBy(owner);
        return default;
    }

    /// <summary>Lets go of a closed connection, which its owner uses for something else.</summary>
    public void Detach() => _connection.StateChange -= OnStateChange;

    /// <summary>Undoes what was left on the session: to be called right before the owner closes it.</summary>
    public void PrepareClosing()
    {
        if (HeldSlot is { } slot)
        {
            var preparing = slot.PrepareClosingAsync();
            if (!preparing.IsCompleted && !ConnectionLease.WaitFor(preparing.AsTask()))
            {
                // It is closed in the middle of that. Cleared, the driver does not use its session again.
                _pool.Clear();
            }
        }
    }

    /// <inheritdoc cref="PrepareClosing"/>
    public ValueTask PrepareClosingAsync() => HeldSlot?.PrepareClosingAsync() ?? default;

    private async ValueTask FinishAsync(ValueTask<LeaseSlot> acquiring, object owner)
    {
        _slot = await acquiring.ConfigureAwait(false);
        _slot.OwnedBy(owner);
    }

    private void OnStateChange(object sender, StateChangeEventArgs change)
        => _slot?.OnStateChange((DbConnection)sender, change);
}
