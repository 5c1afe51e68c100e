using System.ComponentModel;
using System.Data;
using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>A context's connection and its pool: opened in a place, which ends with its closing.</summary>
/// <remarks>
/// EF Core opens and closes one connection object again and again. The place is given back by the connection's own
/// change of state: a context disposed while open, or returned open to its pool of contexts, tells no interceptor.
/// One caller at a time, as a context is. It is the connection's site, the place a component has for who looks after
/// it, so that no table of connections has to be kept beside them.
/// </remarks>
internal sealed class GatedConnection : ISite
{
    private readonly ConnectionPool _pool;
    private readonly DbConnection _connection;
    private readonly string _context;
    private readonly bool _isPooled;
    private readonly bool _tellsCommands;
    private bool _isAdopted;
    private CommandTiming _running;
    private LeaseSlot? _slot;

    public GatedConnection(ConnectionPool pool, DbConnection connection, Type context, bool isPooled)
    {
        _pool = pool;
        _connection = connection;
        _context = context.Name;
        _isPooled = isPooled;
        _tellsCommands = pool.OnlySource is { AdoptsConnections: true };
        connection.StateChange += OnStateChange;
    }

    IComponent ISite.Component => _connection;

    IContainer? ISite.Container => null;

    bool ISite.DesignMode => false;

    string? ISite.Name { get; set; }

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

    public bool IsExecuting
    {
        set
        {
            // A reader may still be open when the next command begins: the one before is over for the measurement.
            _running.Dispose();
            _running = default;
            if (HeldSlot is { } slot)
            {
                slot.IsExecuting = value;
                _running = value ? CommandTiming.Begin(slot.Meter) : default;
            }
        }
    }

    // The slot may have been given to someone else since: it is ours while it names our connection.
    private LeaseSlot? HeldSlot
        => _slot is { IsHeld: true } slot && ReferenceEquals(slot.Connection, _connection) ? slot : null;

    private LeaseOrigin Origin => new(_context, "", 0) { Connection = _connection };

    public static GatedConnection? Find(DbConnection connection) => connection.Site as GatedConnection;

    public void Open()
    {
        BeforeOpening();
        _slot = _pool.OpenBrought(Origin);
        NoteIdle();
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        BeforeOpening();
        if (!_pool.TryOpenBrought(Origin, cancellationToken, out var slot, out var opening))
        {
            return FinishAsync(opening);
        }

        _slot = slot;
        NoteIdle();
        return default;
    }

    /// <summary>The driver would leave a transaction begun by a plain statement on the connection.</summary>
    public void BeforeClosing()
    {
        if (HeldSlot is { } slot)
        {
            slot.Driver.BeforeReturn(_connection);
        }
    }

    /// <summary>EF Core takes the opening for failed, for example because another interceptor threw after us.</summary>
    public void GiveUp()
    {
        if (HeldSlot is not null)
        {
            _connection.Close();
        }
    }

    object? IServiceProvider.GetService(Type serviceType) => null;

    private async ValueTask FinishAsync(ValueTask<LeaseSlot> opening)
    {
        _slot = await opening.ConfigureAwait(false);
        NoteIdle();
    }

    private void NoteIdle()
    {
        if (_tellsCommands)
        {
            IsExecuting = false;
        }
    }

    private void BeforeOpening()
    {
        // A pooled context keeps its connection, and with it its pool, for all who rent it one after another.
        if (_isPooled && Flow.Current is { } flow && !flow.Workload.Equals(_pool.Workload))
        {
            throw new WorkloadMismatchException(_context, _pool.Workload, flow);
        }

        // Here and not where it is made: it may fail, and the connection would be left in the context, ungated.
        if (!_isAdopted)
        {
            if (_pool.OnlySource is { AdoptsConnections: true } source)
            {
                source.Adopt(_connection);
            }

            _isAdopted = true;
        }
    }

    private void OnStateChange(object sender, StateChangeEventArgs change) => _slot?.OnStateChange(sender, change);
}
