using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using LinqToDB.Common;
using LinqToDB.Interceptors;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>Tells Leasehold when a command of linq2db runs, on the driver that does not tell so itself.</summary>
/// <remarks>
/// Thread-safe. linq2db asks before a command, and takes a result that comes with the answer for the command's own: so
/// the command is run here, and timed. A reader's time is that of opening it and reading it to its end.
/// </remarks>
internal sealed class TimedCommands : CommandInterceptor
{
    private readonly ConditionalWeakTable<DbDataReader, IDisposable> _readers = [];

    public override Option<object?> ExecuteScalar(CommandEventData eventData, DbCommand command, Option<object?> result)
    {
        if (result.HasValue)
        {
            return result;
        }

        using var timing = CommandTiming.Begin(command.Connection);
        return Option<object?>.Some(command.ExecuteScalar());
    }

    public override async Task<Option<object?>> ExecuteScalarAsync(
        CommandEventData eventData, DbCommand command, Option<object?> result, CancellationToken cancellationToken)
    {
        if (result.HasValue)
        {
            return result;
        }

        using var timing = CommandTiming.Begin(command.Connection);
        return Option<object?>.Some(await command.ExecuteScalarAsync(cancellationToken));
    }

    public override Option<int> ExecuteNonQuery(CommandEventData eventData, DbCommand command, Option<int> result)
    {
        if (result.HasValue)
        {
            return result;
        }

        using var timing = CommandTiming.Begin(command.Connection);
        return Option<int>.Some(command.ExecuteNonQuery());
    }

    public override async Task<Option<int>> ExecuteNonQueryAsync(
        CommandEventData eventData, DbCommand command, Option<int> result, CancellationToken cancellationToken)
    {
        if (result.HasValue)
        {
            return result;
        }

        using var timing = CommandTiming.Begin(command.Connection);
        return Option<int>.Some(await command.ExecuteNonQueryAsync(cancellationToken));
    }

    public override Option<DbDataReader> ExecuteReader(
        CommandEventData eventData, DbCommand command, CommandBehavior commandBehavior, Option<DbDataReader> result)
    {
        if (result.HasValue)
        {
            return result;
        }

        var timing = CommandTiming.Begin(command.Connection);
        try
        {
            return Timed(command.ExecuteReader(commandBehavior), timing);
        }
        catch
        {
            timing.Dispose();
            throw;
        }
    }

    public override async Task<Option<DbDataReader>> ExecuteReaderAsync(
        CommandEventData eventData,
        DbCommand command,
        CommandBehavior commandBehavior,
        Option<DbDataReader> result,
        CancellationToken cancellationToken)
    {
        if (result.HasValue)
        {
            return result;
        }

        var timing = CommandTiming.Begin(command.Connection);
        try
        {
            return Timed(await command.ExecuteReaderAsync(commandBehavior, cancellationToken), timing);
        }
        catch
        {
            timing.Dispose();
            throw;
        }
    }

    public override void BeforeReaderDispose(CommandEventData eventData, DbCommand? command, DbDataReader dataReader)
        => End(dataReader);

    public override Task BeforeReaderDisposeAsync(
        CommandEventData eventData, DbCommand? command, DbDataReader dataReader)
    {
        End(dataReader);
        return Task.CompletedTask;
    }

    private Option<DbDataReader> Timed(DbDataReader reader, CommandTiming timing)
    {
        _readers.Add(reader, timing);
        return Option<DbDataReader>.Some(reader);
    }

    private void End(DbDataReader reader)
    {
        if (_readers.TryGetValue(reader, out var timing))
        {
            _readers.Remove(reader);
            timing.Dispose();
        }
    }
}
