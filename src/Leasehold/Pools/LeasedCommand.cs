using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Pools;

/// <summary>
/// A command on a leased connection, or one that leases for each execution and returns afterwards: the driver's own
/// command inside, with its parameters and its readers.
/// </summary>
internal sealed class LeasedCommand : DbCommand
{
    private readonly DbCommand _command;
    private readonly LeasedExecution _execution;

    /// <summary>A command that leases for each execution.</summary>
    public LeasedCommand(ConnectionPool pool)
        : this(pool.Core.Guaranteed.CreateCommand(), pool)
    {
    }

    /// <summary>A command on a connection.</summary>
    /// <remarks>Made by the driver's connection if it is open: drivers pass on its time-out and transaction.</remarks>
    public LeasedCommand(LeasedConnection connection)
        : this(connection.Driver?.CreateCommand() ?? connection.Pool.Core.Guaranteed.CreateCommand(), null)
        => _execution.Connection = connection;

    private LeasedCommand(DbCommand command, ConnectionPool? pool)
    {
        _command = command;
        _execution = new LeasedExecution(
            pool,
            (driver, transaction) =>
            {
                command.Connection = driver;
                command.Transaction = transaction ?? command.Transaction;
            },
            () => ReadingText.Is(command) ? command.Cancel : null);
    }

    [AllowNull]
    public override string CommandText
    {
        get => _command.CommandText;
        set => _command.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => _command.CommandTimeout;
        set => _command.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => _command.CommandType;
        set => _command.CommandType = value;
    }

    public override bool DesignTimeVisible
    {
        get => _command.DesignTimeVisible;
        set => _command.DesignTimeVisible = value;
    }

    public override UpdateRowSource UpdatedRowSource
    {
        get => _command.UpdatedRowSource;
        set => _command.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection
    {
        get => _execution.Connection;
        set => _execution.Connection = value;
    }

    protected override DbTransaction? DbTransaction
    {
        get => _execution.Transaction;
        set
        {
            // What is set goes to the driver's command as that is executed, what is taken away at once: the driver may
            // have given it another one as it made it.
            _execution.Transaction = value;
            _command.Transaction = null;
        }
    }

    protected override DbParameterCollection DbParameterCollection => _command.Parameters;

    public override void Cancel() => _command.Cancel();

    public override void Prepare()
    {
        _execution.Attach();
        _command.Prepare();
    }

    public override Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        _execution.Attach();
        return _command.PrepareAsync(cancellationToken);
    }

    public override int ExecuteNonQuery()
    {
        using var scope = _execution.Open();
        return _command.ExecuteNonQuery();
    }

    public override object? ExecuteScalar()
    {
        using var scope = _execution.Open();
        return _command.ExecuteScalar();
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        var scope = await _execution.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (scope.ConfigureAwait(false))
        {
            return await _command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        var scope = await _execution.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (scope.ConfigureAwait(false))
        {
            return await _command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override DbParameter CreateDbParameter() => _command.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var scope = _execution.Open();
        try
        {
            return _execution.Wrap(
                _command.ExecuteReader(behavior & ~CommandBehavior.CloseConnection), scope, behavior);
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
            var reader = await _command
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

    protected override void Dispose(bool disposing)
    {
        _execution.Dispose();
        if (disposing)
        {
            _command.Dispose();
        }

        base.Dispose(disposing);
    }
}
