using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold;

/// <summary>A command that leases a connection for each execution and returns it afterwards.</summary>
internal sealed class LeasedCommand(ConnectionPool pool, DbCommand command) : DbCommand
{
    [AllowNull]
    public override string CommandText
    {
        get => command.CommandText;
        set => command.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => command.CommandTimeout;
        set => command.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => command.CommandType;
        set => command.CommandType = value;
    }

    public override bool DesignTimeVisible
    {
        get => command.DesignTimeVisible;
        set => command.DesignTimeVisible = value;
    }

    public override UpdateRowSource UpdatedRowSource
    {
        get => command.UpdatedRowSource;
        set => command.UpdatedRowSource = value;
    }

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

    protected override DbParameterCollection DbParameterCollection => command.Parameters;

    public override void Cancel() => command.Cancel();

    public override void Prepare() => throw Refused();

    public override int ExecuteNonQuery()
    {
        using var connection = Attach();
        return command.ExecuteNonQuery();
    }

    public override object? ExecuteScalar()
    {
        using var connection = Attach();
        return command.ExecuteScalar();
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        var connection = await AttachAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        var connection = await AttachAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override DbParameter CreateDbParameter() => command.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var connection = Attach();
        try
        {
            return command.ExecuteReader(behavior | CommandBehavior.CloseConnection);
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
            // Closing the reader closes the connection, and so returns it.
            return await command.ExecuteReaderAsync(behavior | CommandBehavior.CloseConnection, cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            command.Dispose();
        }

        base.Dispose(disposing);
    }

    private static NotSupportedException Refused()
        => new("This command leases a connection by itself; open one (OpenConnectionAsync) to prepare or transact.");

    private DbConnection Attach()
    {
        var connection = pool.OpenConnection();
        command.Connection = connection;
        return connection;
    }

    private async Task<DbConnection> AttachAsync(CancellationToken cancellationToken)
    {
        var connection = await pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        command.Connection = connection;
        return connection;
    }
}
