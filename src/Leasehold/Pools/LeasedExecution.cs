using System.Data;
using System.Data.Common;
using Leasehold.Leases;

namespace Leasehold.Pools;

/// <summary>
/// What a leased command and a leased batch have in common: on which connection they run, until when.
/// </summary>
/// <param name="pool">The pool that it leases from for each execution; null when it runs on one connection.</param>
/// <param name="attach">Gives the driver's command or batch its connection and transaction.</param>
/// <param name="cancel">What cancels the driver's command or batch; null when something would be lost with it.</param>
internal sealed class LeasedExecution(
    ConnectionPool? pool, Action<DbConnection, DbTransaction?> attach, Func<Action?> cancel)
{
    // Of an execution that leases, and the lock under which it is taken: weak, so that a reader lost with its
    // connection can be noticed while the command lives on.
    private readonly WeakReference<LeasedConnection?>? _running = pool is null ? null : new(null);
    private LeasedConnection? _connection;
    private LeasedTransaction? _transaction;
    private DbConnection? _attached;
    private bool _isDisposed;

    /// <summary>The one connection that it runs on; null when it leases for each execution.</summary>
    public DbConnection? Connection
    {
        get => _connection;
        set => _connection = value is null || (value is LeasedConnection && pool is null)
            ? (LeasedConnection?)value
            : throw Refused();
    }

    public DbTransaction? Transaction
    {
        get => _transaction;
        set
        {
            _transaction = value is null || (value is LeasedTransaction && pool is null)
                ? (LeasedTransaction?)value
                : throw Refused();
            _attached = null;
        }
    }

    /// <summary>Before something that outlives one execution, such as preparing.</summary>
    public void Attach()
    {
        if (pool is not null)
        {
            throw Refused();
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        AttachTo(_connection);
    }

    /// <summary>An execution begins; disposing what is returned ends it.</summary>
    public Scope Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (pool is null)
        {
            return new Scope(AttachTo(_connection), null);
        }

        var own = Reserve(pool);
        own.Open();
        return Begin(own);
    }

    /// <inheritdoc cref="Open"/>
    public ValueTask<Scope> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (pool is null)
        {
            return new(new Scope(AttachTo(_connection), null));
        }

        var own = Reserve(pool);
        var opening = own.OpenAsync(cancellationToken);
        return opening.IsCompletedSuccessfully ? new(Begin(own)) : FinishAsync();

        async ValueTask<Scope> FinishAsync()
        {
            await opening.ConfigureAwait(false);
            return Begin(own);
        }
    }

    /// <summary>
    /// The driver's reader as it is, unless closing it has to close the connection too, or must keep it.
    /// </summary>
    /// <remarks>
    /// A reader may be all that the caller keeps. The driver's own does not refer to the leased connection: whether it
    /// is still open is asked of the driver then, where it tells (EF Core's provider for PostgreSQL needs its own).
    /// </remarks>
    public DbDataReader Wrap(DbDataReader reader, in Scope scope, CommandBehavior behavior)
    {
        var connection = scope.Connection;
        var closes = pool is not null || behavior.HasFlag(CommandBehavior.CloseConnection);
        var source = connection.Pool.Core.Guaranteed;
        if (closes || connection.Driver is not { } driver || source.IsExecuting(driver) is null)
        {
            return new LeasedReader(reader, cancel(), connection, closes);
        }

        connection.HandedReader();
        return reader;
    }

    public void Dispose() => _isDisposed = true;

    private static NotSupportedException Refused()
        => new("It runs on connections of its pool alone, in their transactions; open one (OpenConnectionAsync) for "
            + "what takes more than one execution.");

    private Scope Begin(LeasedConnection own)
    {
        try
        {
            return new Scope(AttachTo(own), own);
        }
        catch
        {
            own.Close();
            throw;
        }
    }

    // Before anything is leased: the driver's command inside has one connection at a time.
    private LeasedConnection Reserve(ConnectionPool from)
    {
        lock (_running!)
        {
            if (_running.TryGetTarget(out var running) && running.IsInUse)
            {
                throw new InvalidOperationException(
                    "It is being executed, or its reader is still open: close that first, or use another beside it.");
            }

            var connection = new LeasedConnection(from, LeaseOrigin.Unknown) { IsInUse = true };
            _running.SetTarget(connection);
            return connection;
        }
    }

    private LeasedConnection AttachTo(LeasedConnection? connection)
    {
        var leased = connection ?? throw new InvalidOperationException("It has no connection.");
        var driver = leased.Driver ?? throw new InvalidOperationException("The connection is closed; open it first.");
        if (!ReferenceEquals(_attached, driver))
        {
            attach(driver, _transaction?.Driver);
            _attached = driver;
        }

        return leased;
    }

    /// <summary>One execution; ends by returning the connection that was leased for it.</summary>
    public readonly record struct Scope(LeasedConnection Connection, LeasedConnection? Own)
        : IDisposable, IAsyncDisposable
    {
        public void Dispose() => Own?.Close();

        public ValueTask DisposeAsync() => Own is null ? default : new(Own.CloseAsync());
    }
}
