using System.Data;
using System.Data.Common;

namespace Leasehold;

/// <summary>A batch that leases a connection for each execution and returns it afterwards.</summary>
internal sealed class LeasedBatch(ConnectionPool pool, DbBatch batch) : DbBatch
{
    public override int Timeout
    {
        get => batch.Timeout;
        set => batch.Timeout = value;
    }

    protected override DbBatchCommandCollection DbBatchCommands => batch.BatchCommands;

    protected override DbConnection? DbConnection
    {
        get => null;
        set => throw Refused();
    }

    protected override DbTransaction? DbTransaction
    {
        get => null;
        set => throw Refused();
    }

    public override void Cancel() => batch.Cancel();

    public override void Prepare() => throw Refused();

    public override Task PrepareAsync(CancellationToken cancellationToken = default) => throw Refused();

    public override int ExecuteNonQuery()
    {
        using var connection = Attach();
        return batch.ExecuteNonQuery();
    }

    public override object? ExecuteScalar()
    {
        using var connection = Attach();
        return batch.ExecuteScalar();
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default)
    {
        var connection = await AttachAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default)
    {
        var connection = await AttachAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override DbBatchCommand CreateDbBatchCommand() => batch.CreateBatchCommand();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var connection = Attach();
        try
        {
            return batch.ExecuteReader(behavior | CommandBehavior.CloseConnection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(
        CommandBehavior behavior, CancellationToken cancellationToken)
    {
        var connection = await AttachAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await batch.ExecuteReaderAsync(behavior | CommandBehavior.CloseConnection, cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static NotSupportedException Refused()
        => new("This batch leases a connection by itself; open one (OpenConnectionAsync) to prepare or transact.");

    private DbConnection Attach()
    {
        var connection = pool.OpenConnection();
        batch.Connection = connection;
        return connection;
    }

    private async Task<DbConnection> AttachAsync(CancellationToken cancellationToken)
    {
        var connection = await pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        batch.Connection = connection;
        return connection;
    }
}
