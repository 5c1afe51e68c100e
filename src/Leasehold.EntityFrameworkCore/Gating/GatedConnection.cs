using System.ComponentModel;
using System.Data.Common;
using Leasehold.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>A context's connection and its pool: opened in a place, which ends with its closing.</summary>
/// <remarks>
/// One caller at a time, as a context is. It is the connection's site, the place a component has for who looks after
/// it, so that no table of connections has to be kept beside them.
/// </remarks>
internal sealed class GatedConnection : ISite
{
    private readonly GateOptionsExtension _gate;
    private readonly DbConnection _connection;
    private readonly string _context;
    private readonly bool _isPooled;
    private Destination _destination;
    private ConnectionPool? _pool;
    private OwnedConnection? _owned;

    // As the string was when it was last known to lead there: drivers leave the password out after an opening.
    private string _text;
    private string? _textSinceOpen;

    private GatedConnection(
        GateOptionsExtension gate, DbConnection connection, string context, bool isPooled, Destination destination)
    {
        _gate = gate;
        _connection = connection;
        _context = context;
        _isPooled = isPooled;
        _destination = destination;
        _text = connection.ConnectionString;
        if (destination.Pools is { } pools)
        {
            _pool = gate.PoolOf(pools, isPooled);
            _owned = new OwnedConnection(_pool, connection, context);
        }
    }

    IComponent ISite.Component => _connection;

    IContainer? ISite.Container => null;

    bool ISite.DesignMode => false;

    string? ISite.Name { get; set; }

    public bool InTransaction
    {
        set => _owned?.InTransaction = value;
    }

    public bool IsExecuting
    {
        set => _owned?.IsExecuting = value;
    }

    /// <summary>Whether its context has another one by now.</summary>
    public bool IsExchanged { get; private set; }

    private bool IsUnchanged
    {
        get
        {
            var text = _connection.ConnectionString;
            return ReferenceEquals(text, _text)
                || string.Equals(text, _text, StringComparison.Ordinal)
                || string.Equals(text, _textSinceOpen, StringComparison.Ordinal);
        }
    }

    public static GatedConnection? Find(DbConnection connection) => connection.Site as GatedConnection;

    /// <summary>Takes in hand the connection that EF Core's provider made for a context.</summary>
    /// <returns>
    /// One of the pool's, for the context to use instead; or the provider's own, where the pool adopts it, or where it
    /// leads elsewhere: what EF Core says of its database is then said of the one that the options name.
    /// </returns>
    public static DbConnection Make(GateOptionsExtension gate, DbConnection made, DbContext context, bool isPooled)
    {
        var destination = gate.Databases.Find(made);
        var connection = made;
        if (destination.Pools is { } pools)
        {
            var pool = gate.PoolOf(pools, isPooled);
            var source = OwnedConnection.SourceOf(pool);
            if (!OwnedConnection.HasOneSource(pool))
            {
                throw new InvalidOperationException(
                    $"Pool '{pool.Name}' has a data source of its own for overflow, which EF Core cannot use: call "
                    + "AddEntityFrameworkCore on what AddLeasehold returned, or set Leasehold:SharedOverflow to true.");
            }

            if (!source.AdoptsConnections)
            {
                connection = source.CreateConnection();
                made.Dispose();
            }
        }

        connection.Site = new GatedConnection(gate, connection, context.GetType().Name, isPooled, destination);
        return connection;
    }

    /// <summary>The one to open now: another one when the context was given another connection string.</summary>
    /// <exception cref="DatabaseMismatchException">It leads to no database of the pools.</exception>
    public GatedConnection Redirected(DbContext context)
    {
        if (IsUnchanged && !_destination.IsOpen && !_gate.Databases.TellsCommands)
        {
            return Exchange(context, _destination.Text);
        }

        if (!IsUnchanged || !_destination.IsOpen)
        {
            var destination = _gate.Databases.Find(_connection);
            if (destination.Pools is not { } pools)
            {
                throw Mismatch(destination);
            }

            var pool = _gate.PoolOf(pools, _isPooled);
            if (!OwnedConnection.SourceOf(pool).AdoptsConnections)
            {
                return Exchange(context, context.Database.GetConnectionString());
            }

            _owned?.Detach();
            (_destination, _pool) = (destination, pool);
            _owned = new OwnedConnection(pool, _connection, _context);
            _text = _connection.ConnectionString;
        }

        return _owned is null ? throw Mismatch(_destination) : this;
    }

    public void Open(DbContext context)
    {
        BeforeOpening();
        try
        {
            _owned!.Open(context);
        }
        catch (LeaseholdException exception) when (IsRetried(exception))
        {
            throw ToBeRetried(exception);
        }

        AfterOpening();
    }

    public ValueTask OpenAsync(DbContext context, CancellationToken cancellationToken)
    {
        BeforeOpening();
        var opening = _owned!.OpenAsync(context, cancellationToken);
        if (!opening.IsCompletedSuccessfully)
        {
            return FinishAsync(opening);
        }

        AfterOpening();
        return default;
    }

    /// <summary>What was left on the session would stay there: the driver does not reset it on its own.</summary>
    public void BeforeClosing() => _owned?.PrepareClosing();

    /// <inheritdoc cref="BeforeClosing"/>
    public ValueTask BeforeClosingAsync() => _owned?.PrepareClosingAsync() ?? default;

    /// <summary>EF Core takes the opening for failed, for example because another interceptor threw after us.</summary>
    public void GiveUp()
    {
        if (_owned is { IsHeld: true })
        {
            _connection.Close();
        }
    }

    /// <summary>The database was dropped or created: no connection that was open before is any good.</summary>
    public void Forget()
    {
        foreach (var pool in _destination.Pools?.All ?? [])
        {
            pool.Clear();
        }
    }

    object? IServiceProvider.GetService(Type serviceType) => null;

    // A connection of this kind stays with the data source that made it, and its string now leads past the pools. So
    // EF Core forgets it and has its provider make another one, which is taken in hand as the first one was.
    private GatedConnection Exchange(DbContext context, string? text)
    {
        IsExchanged = true;
        var database = context.Database;
        var timeout = database.GetCommandTimeout();
        database.SetDbConnection(null, contextOwnsConnection: true);
        database.SetConnectionString(text);
        database.SetCommandTimeout(timeout);
        return Find(database.GetDbConnection())!.Redirected(context);
    }

    private async ValueTask FinishAsync(ValueTask opening)
    {
        try
        {
            await opening.ConfigureAwait(false);
        }
        catch (LeaseholdException exception) when (IsRetried(exception))
        {
            throw ToBeRetried(exception);
        }

        AfterOpening();
    }

    // A strategy that retries knows the framework's time-out, and the driver's own pool would throw that inside.
    private static bool IsRetried(LeaseholdException exception)
        => exception is PoolExhaustedException or ConnectTimeoutException && ExecutionStrategy.Current is not null;

    private static TimeoutException ToBeRetried(LeaseholdException exception) => new(exception.Message, exception);

    private void BeforeOpening()
    {
        // A pooled context keeps its connection, and with it its pool, for all who rent it one after another.
        if (_isPooled && Flow.Current is { } flow && !flow.Workload.Equals(_pool!.Workload))
        {
            throw new WorkloadMismatchException(_context, _pool.Workload, flow);
        }

        // Here and not where it is made: it may fail, and the connection would be left in the context, ungated.
        var source = OwnedConnection.SourceOf(_pool!);
        if (source.AdoptsConnections)
        {
            source.Adopt(_connection);
            _text = _connection.ConnectionString;
        }
    }

    private void AfterOpening()
    {
        if (_gate.Databases.TellsCommands)
        {
            IsExecuting = false;
        }

        _textSinceOpen = _connection.ConnectionString;
    }

    private DatabaseMismatchException Mismatch(Destination destination)
        => new(_context, destination.Target, _gate.Databases.First.Target);
}
