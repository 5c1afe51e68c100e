using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Notes on the holder whether a command is running, where the driver does not tell.</summary>
/// <remarks>
/// A reader counts as running until it is closed: SQLite reads as it is asked for rows. Npgsql tells by itself, and
/// its contexts keep EF Core's own logger.
/// </remarks>
internal sealed class GateCommandLogger(
    ILoggerFactory loggerFactory,
    ILoggingOptions loggingOptions,
    DiagnosticSource diagnosticSource,
    LoggingDefinitions loggingDefinitions,
    IDbContextLogger contextLogger,
    IDbContextOptions contextOptions,
    IInterceptors? interceptors = null)
    : RelationalCommandDiagnosticsLogger(
        loggerFactory,
        loggingOptions,
        diagnosticSource,
        loggingDefinitions,
        contextLogger,
        contextOptions,
        interceptors)
{
    private bool _tells;
    private bool _tellsDisposing;

    // EF Core leaves out for a while what no one listens to, and with it what is done here.
    public override bool ShouldLogCommandExecute(DateTimeOffset now)
    {
        _tells = base.ShouldLogCommandExecute(now);
        return true;
    }

    public override bool ShouldLogDataReaderDispose(DateTimeOffset now)
    {
        _tellsDisposing = base.ShouldLogDataReaderDispose(now);
        return true;
    }

    public override InterceptionResult<DbDataReader> CommandReaderExecuting(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        CommandSource commandSource)
    {
        Note(command, isExecuting: true);
        return _tells
            ? base.CommandReaderExecuting(
                connection, command, logCommandText, context, commandId, connectionId, startTime, commandSource)
            : default;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> CommandReaderExecutingAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
    {
        Note(command, isExecuting: true);
        return _tells
            ? base.CommandReaderExecutingAsync(
                connection, command, logCommandText, context, commandId, connectionId, startTime, commandSource,
                cancellationToken)
            : default;
    }

    public override InterceptionResult<object> CommandScalarExecuting(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        CommandSource commandSource)
    {
        Note(command, isExecuting: true);
        return _tells
            ? base.CommandScalarExecuting(
                connection, command, logCommandText, context, commandId, connectionId, startTime, commandSource)
            : default;
    }

    public override ValueTask<InterceptionResult<object>> CommandScalarExecutingAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
    {
        Note(command, isExecuting: true);
        return _tells
            ? base.CommandScalarExecutingAsync(
                connection, command, logCommandText, context, commandId, connectionId, startTime, commandSource,
                cancellationToken)
            : default;
    }

    public override InterceptionResult<int> CommandNonQueryExecuting(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        CommandSource commandSource)
    {
        Note(command, isExecuting: true);
        return _tells
            ? base.CommandNonQueryExecuting(
                connection, command, logCommandText, context, commandId, connectionId, startTime, commandSource)
            : default;
    }

    public override ValueTask<InterceptionResult<int>> CommandNonQueryExecutingAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
    {
        Note(command, isExecuting: true);
        return _tells
            ? base.CommandNonQueryExecutingAsync(
                connection, command, logCommandText, context, commandId, connectionId, startTime, commandSource,
                cancellationToken)
            : default;
    }

    public override DbDataReader CommandReaderExecuted(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DbDataReader methodResult,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource)
        => _tells
            ? base.CommandReaderExecuted(
                connection, command, logCommandText, context, commandId, connectionId, methodResult, startTime,
                duration, commandSource)
            : methodResult;

    public override ValueTask<DbDataReader> CommandReaderExecutedAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        DbDataReader methodResult,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
        => _tells
            ? base.CommandReaderExecutedAsync(
                connection, command, logCommandText, context, commandId, connectionId, methodResult, startTime,
                duration, commandSource, cancellationToken)
            : new(methodResult);

    public override object? CommandScalarExecuted(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        object? methodResult,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource)
    {
        Note(command, isExecuting: false);
        return _tells
            ? base.CommandScalarExecuted(
                connection, command, logCommandText, context, commandId, connectionId, methodResult, startTime,
                duration, commandSource)
            : methodResult;
    }

    public override ValueTask<object?> CommandScalarExecutedAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        object? methodResult,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
    {
        Note(command, isExecuting: false);
        return _tells
            ? base.CommandScalarExecutedAsync(
                connection, command, logCommandText, context, commandId, connectionId, methodResult, startTime,
                duration, commandSource, cancellationToken)
            : new(methodResult);
    }

    public override int CommandNonQueryExecuted(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        int methodResult,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource)
    {
        Note(command, isExecuting: false);
        return _tells
            ? base.CommandNonQueryExecuted(
                connection, command, logCommandText, context, commandId, connectionId, methodResult, startTime,
                duration, commandSource)
            : methodResult;
    }

    public override ValueTask<int> CommandNonQueryExecutedAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        Guid commandId,
        Guid connectionId,
        int methodResult,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
    {
        Note(command, isExecuting: false);
        return _tells
            ? base.CommandNonQueryExecutedAsync(
                connection, command, logCommandText, context, commandId, connectionId, methodResult, startTime,
                duration, commandSource, cancellationToken)
            : new(methodResult);
    }

    public override void CommandError(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        DbCommandMethod executeMethod,
        Guid commandId,
        Guid connectionId,
        Exception exception,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource)
    {
        Note(command, isExecuting: false);
        base.CommandError(
            connection, command, logCommandText, context, executeMethod, commandId, connectionId, exception,
            startTime, duration, commandSource);
    }

    public override Task CommandErrorAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        DbCommandMethod executeMethod,
        Guid commandId,
        Guid connectionId,
        Exception exception,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
    {
        Note(command, isExecuting: false);
        return base.CommandErrorAsync(
            connection, command, logCommandText, context, executeMethod, commandId, connectionId, exception,
            startTime, duration, commandSource, cancellationToken);
    }

    public override void CommandCanceled(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        DbCommandMethod executeMethod,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource)
    {
        Note(command, isExecuting: false);
        base.CommandCanceled(
            connection, command, logCommandText, context, executeMethod, commandId, connectionId, startTime,
            duration, commandSource);
    }

    public override Task CommandCanceledAsync(
        IRelationalConnection connection,
        DbCommand command,
        string logCommandText,
        DbContext? context,
        DbCommandMethod executeMethod,
        Guid commandId,
        Guid connectionId,
        DateTimeOffset startTime,
        TimeSpan duration,
        CommandSource commandSource,
        CancellationToken cancellationToken = default)
    {
        Note(command, isExecuting: false);
        return base.CommandCanceledAsync(
            connection, command, logCommandText, context, executeMethod, commandId, connectionId, startTime,
            duration, commandSource, cancellationToken);
    }

    public override InterceptionResult DataReaderDisposing(
        IRelationalConnection connection,
        DbCommand command,
        DbDataReader dataReader,
        Guid commandId,
        int recordsAffected,
        int readCount,
        DateTimeOffset startTime,
        TimeSpan duration)
    {
        Note(command, isExecuting: false);
        return _tellsDisposing
            ? base.DataReaderDisposing(
                connection, command, dataReader, commandId, recordsAffected, readCount, startTime, duration)
            : default;
    }

    private static void Note(DbCommand command, bool isExecuting)
    {
        if (command.Connection is { } connection && GatedConnection.Find(connection) is { } gated)
        {
            gated.IsExecuting = isExecuting;
        }
    }
}
