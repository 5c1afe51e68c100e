using System.Data;
using System.Data.Common;

namespace Leasehold.Pools;

/// <summary>
/// A batch on a leased connection, or one that leases for each execution and returns afterwards: the driver's own
/// batch inside.
/// </summary>
internal sealed class LeasedBatch : DbBatch
{
    private readonly DbBatch _batch;
    private readonly LeasedExecution _execution;

    /// <summary>A batch that leases for each execution.</summary>
    public LeasedBatch(ConnectionPool pool)
        : this(pool.Core.Guaranteed.CreateBatch(), pool)
    {
    }

    /// <summary>A batch on a connection.</summary>
    public LeasedBatch(LeasedConnection connection)
        : this(connection.Pool.Core.Guaranteed.CreateBatch(), null)
        => _execution.Connection = connection;

    private LeasedBatch(DbBatch batch, ConnectionPool? pool)
    {
        _batch = batch;
        _execution = new LeasedExecution(
            pool,
            (driver, transaction) =>
            {
                batch.Connection = driver;
                batch.Transaction = transaction;
            },
            () => batch.BatchCommands.All(ReadingText.Is) ? batch.Cancel : null);
    }

    public override int Timeout
    {
        get => _batch.Timeout;
        set => _batch.Timeout = value;
    }

    protected override DbBatchCommandCollection DbBatchCommands => _batch.BatchCommands;

    protected override DbConnection? DbConnection
    {
        get => _execution.Connection;
        set => _execution.Connection = value;
    }

    protected override DbTransaction? DbTransaction
    {
        get => _execution.Transaction;
        set => _execution.Transaction = value;
    }

    public override void Cancel() => _batch.Cancel();

    public override void Prepare()
    {
        _execution.Attach();
        _batch.Prepare();
    }

    public override Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        _execution.Attach();
        return _batch.PrepareAsync(cancellationToken);
    }

    public override int ExecuteNonQuery()
    {
        using var scope = _execution.Open();
        return _batch.ExecuteNonQuery();
    }

    public override object? ExecuteScalar()
    {
        using var scope = _execution.Open();
        return _batch.ExecuteScalar();
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default)
    {
        var scope = await _execution.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (scope.ConfigureAwait(false))
        {
            return await _batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default)
    {
        var scope = await _execution.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (scope.ConfigureAwait(false))
        {
            return await _batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override DbBatchCommand CreateDbBatchCommand() => _batch.CreateBatchCommand();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var scope = _execution.Open();
        try
        {
            return _execution.Wrap(
                _batch.ExecuteReader(behavior & ~CommandBehavior.CloseConnection), scope, behavior);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(
        CommandBehavior behavior, CancellationToken cancellationToken)
    {
        var scope = await _execution.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var reader = await _batch
                .ExecuteReaderAsync(behavior & ~CommandBehavior.CloseConnection, cancellationToken)
                .ConfigureAwait(false);
            return _execution.Wrap(reader, scope, behavior);
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override void Dispose()
    {
        _execution.Dispose();
        _batch.Dispose();
        base.Dispose();
    }
}
