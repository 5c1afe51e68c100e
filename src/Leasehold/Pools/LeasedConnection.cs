using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Transactions;
using Leasehold.Leases;
using Leasehold.Pools;
using IsolationLevel = System.Data.IsolationLevel;

namespace Leasehold;

/// <summary>
/// A connection of a pool as plain ADO.NET code knows it: opening it leases, closing it returns, and it may be opened
/// again.
/// </summary>
/// <remarks>
/// One caller at a time. Its commands take the driver's own parameters and give the driver's own readers. What needs
/// the driver's own types (COPY, bulk copy, casts) gets them by <see cref="Unwrap{TConnection}"/>, or leases
/// (<see cref="ConnectionPool.LeaseAsync(CancellationToken, string, string, int)"/>). One that is lost while open is
/// noticed after the next garbage collection, its place freed and its origin reported.
/// </remarks>
public sealed class LeasedConnection : DbConnection
{
    private readonly ConnectionPool _pool;
    private readonly LeaseOrigin _origin;
    private ConnectionLease? _lease;
    private string? _database;

    internal LeasedConnection(ConnectionPool pool, LeaseOrigin origin)
    {
        _pool = pool;
        _origin = origin;
    }

    /// <summary>Empty: the string holds secrets, and belongs to the pool.</summary>
    /// <exception cref="NotSupportedException">It is set.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => "";
        set => throw new NotSupportedException("A pool's connection goes to the pool's database.");
    }

    /// <inheritdoc/>
    public override int ConnectionTimeout => (int)Math.Ceiling(_pool.Core.Options.AcquireTimeout.TotalSeconds);

    /// <summary>The database it is connected to; while it is closed, that of its pool.</summary>
    public override string Database => Driver?.Database ?? (_database ??= DatabaseOfPool());

    /// <inheritdoc/>
    public override string DataSource => Driver?.DataSource ?? _pool.Name;

    /// <inheritdoc/>
    public override string ServerVersion => Opened.ServerVersion;

    /// <inheritdoc/>
    public override ConnectionState State => Driver?.State ?? ConnectionState.Closed;

    /// <inheritdoc/>
    public override bool CanCreateBatch => _pool.Core.Guaranteed.HasBatches;

    internal ConnectionPool Pool => _pool;

    /// <summary>Whether it is open, or is about to be opened for one execution.</summary>
    internal bool IsInUse
    {
        get => field || _lease is not null;
        set;
    }

    /// <summary>The driver's own reader is out, which may be all that its caller keeps.</summary>
    internal void HandedReader() => _lease!.Slot.HandedReader = true;

    /// <summary>The driver's connection while it is open.</summary>
    internal DbConnection? Driver => _lease is { IsReturned: false } lease ? lease.Connection : null;

    private DbConnection Opened
        => Driver ?? throw new InvalidOperationException("The connection is closed; open it first.");

    /// <summary>The driver's own connection, to be used no longer than this one is open.</summary>
    /// <typeparam name="TConnection">Its type, or a base of it.</typeparam>
    /// <exception cref="InvalidOperationException">It is closed.</exception>
    /// <exception cref="InvalidCastException">The driver's connection is of another type.</exception>
    public TConnection Unwrap<TConnection>()
        where TConnection : DbConnection
        => Opened is TConnection connection
            ? connection
            : throw new InvalidCastException(
                $"The pool's connections are {Opened.GetType()}, not {typeof(TConnection)}.");

    /// <inheritdoc cref="ConnectionLease.Discard"/>
    /// <exception cref="InvalidOperationException">It is closed.</exception>
    public void Discard()
    {
        _ = Opened;
        _lease!.Discard();
    }

    /// <inheritdoc/>
    /// <exception cref="PoolExhaustedException">No place came free within AcquireTimeout, or too many wait.</exception>
    public override void Open()
    {
        ThrowIfOpen();
        try
        {
            _lease = _pool.Lease(_origin);
        }
        finally
        {
            IsInUse = false;
        }

        OnStateChange(Change.Opened);
    }

    /// <inheritdoc/>
    /// <exception cref="PoolExhaustedException">No place came free within AcquireTimeout, or too many wait.</exception>
    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        ThrowIfOpen();
        ValueTask<ConnectionLease> leasing;
        try
        {
            leasing = _pool.LeaseAsync(LeaseLane.Starting, _origin, null, cancellationToken);
        }
        catch
        {
            IsInUse = false;
            throw;
        }

        if (!leasing.IsCompletedSuccessfully)
        {
            return FinishAsync(leasing);
        }

        _lease = leasing.Result;
        IsInUse = false;
        OnStateChange(Change.Opened);
        return Task.CompletedTask;

        async Task FinishAsync(ValueTask<ConnectionLease> pending)
        {
            try
            {
                _lease = await pending.ConfigureAwait(false);
            }
            finally
            {
                IsInUse = false;
            }

            OnStateChange(Change.Opened);
        }
    }

    /// <summary>Returns the connection to the pool; closing twice does nothing.</summary>
    public override void Close()
    {
        if (Interlocked.Exchange(ref _lease, null) is { } lease)
        {
            lease.Dispose();
            OnStateChange(Change.Closed);
        }
    }

    /// <inheritdoc cref="Close"/>
    public override async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _lease, null) is { } lease)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            OnStateChange(Change.Closed);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void ChangeDatabase(string databaseName) => Opened.ChangeDatabase(databaseName);

    /// <inheritdoc/>
    public override Task ChangeDatabaseAsync(string databaseName, CancellationToken cancellationToken = default)
        => Opened.ChangeDatabaseAsync(databaseName, cancellationToken);

    /// <inheritdoc/>
    public override void EnlistTransaction(Transaction? transaction)
    {
        Opened.EnlistTransaction(transaction);
        if (transaction is not null)
        {
            _lease!.Slot.Joined(transaction);
        }
    }

    /// <inheritdoc/>
    public override DataTable GetSchema() => Opened.GetSchema();

    /// <inheritdoc/>
    public override DataTable GetSchema(string collectionName) => Opened.GetSchema(collectionName);

    /// <inheritdoc/>
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues)
        => Opened.GetSchema(collectionName, restrictionValues);

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
        => new LeasedTransaction(this, Opened.BeginTransaction(isolationLevel));

    /// <inheritdoc/>
    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(
        IsolationLevel isolationLevel, CancellationToken cancellationToken)
        => new LeasedTransaction(
            this, await Opened.BeginTransactionAsync(isolationLevel, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => new LeasedCommand(this);

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => new LeasedBatch(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private string DatabaseOfPool()
    {
        using var connection = _pool.Core.Guaranteed.CreateConnection();
        return connection.Database;
    }

    private void ThrowIfOpen()
    {
        if (_lease is not null)
        {
            throw new InvalidOperationException("The connection is open already.");
        }
    }

    private static class Change
    {
        public static readonly StateChangeEventArgs Opened = new(ConnectionState.Closed, ConnectionState.Open);
        public static readonly StateChangeEventArgs Closed = new(ConnectionState.Open, ConnectionState.Closed);
    }
}
