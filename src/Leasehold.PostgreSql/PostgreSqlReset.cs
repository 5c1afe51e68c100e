using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Leasehold.PostgreSql;

/// <summary>Statements that undo what a holder left on a session, and its end.</summary>
internal static class PostgreSqlReset
{
    /// <summary>
    /// What <c>DISCARD ALL</c> is short for, without its DEALLOCATE ALL: the driver goes on counting on the statements
    /// it has prepared. Source: PostgreSQL's manual, DISCARD.
    /// </summary>
    private const string Everything
        = "SELECT count(*) FROM pg_prepared_statements WHERE from_sql;"
            + "SET SESSION AUTHORIZATION DEFAULT;RESET ALL;CLOSE ALL;UNLISTEN *;SELECT pg_advisory_unlock_all();"
            + "DISCARD SEQUENCES;DISCARD TEMP";

    /// <summary>Of those that were prepared by a statement's text: the driver knows nothing of them.</summary>
    private const string DeallocateText
        = "DO $$ DECLARE one text; BEGIN FOR one IN SELECT name FROM pg_prepared_statements WHERE from_sql "
            + "LOOP EXECUTE format('DEALLOCATE %I', one); END LOOP; END $$";

    private const int TimeoutSeconds = 5;
    private const int PauseMs = 5;

    /// <summary>Undoes everything now.</summary>
    public static async ValueTask AtOnceAsync(NpgsqlConnection connection, bool blocking)
    {
        // Inside a transaction half of it cannot run and the other half would be undone with the transaction.
        for (var isSecond = false; ; isSecond = true)
        {
            try
            {
                var prepared = await ExecuteAsync(connection, Everything, blocking).ConfigureAwait(false);
                if (prepared is > 0L)
                {
                    await ExecuteAsync(connection, DeallocateText, blocking).ConfigureAwait(false);
                }

                if (isSecond || !IsInTransaction(connection))
                {
                    return;
                }
            }
            catch (PostgresException exception) when (!isSecond && IsOfTransaction(exception))
            {
                // Rolled back below.
            }

            await ExecuteAsync(connection, "ROLLBACK", blocking).ConfigureAwait(false);
        }
    }

    /// <summary>Whether its holder has it enlisted in a transaction, without the pool's knowledge.</summary>
    /// <remarks>Undoing anything would undo the transaction's work. The driver tells only by refusing.</remarks>
    public static bool IsEnlisted(NpgsqlConnection connection)
    {
        try
        {
            connection.EnlistTransaction(null);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Has the driver close the physical connection, and the server end its session with it.</summary>
    /// <remarks>
    /// The driver offers that for all connections of a source only. But it breaks one off when a parameter cannot be
    /// read half-way through a message; nothing has been sent by then, so the server sees an idle client leave and logs
    /// nothing, as it would if the session ended itself. It needs no round trip, and is right behind a pooler too.
    /// </remarks>
    public static async ValueTask BreakAsync(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT $1", connection) { CommandTimeout = TimeoutSeconds };
        using var unreadable = new UnreadableStream();
        command.Parameters.Add(new NpgsqlParameter { Value = unreadable, NpgsqlDbType = NpgsqlDbType.Bytea });
        try
        {
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or NpgsqlException)
        {
            // That is the point.
        }
    }

    /// <summary>Waits until nobody on another thread executes: two inside the driver at once corrupt it.</summary>
    /// <remarks>Who executes is told of the cancellation. A result that is read looks like one that was left.</remarks>
    /// <exception cref="TimeoutException">Someone executes still.</exception>
    public static async ValueTask LetGoAsync(NpgsqlConnection connection, bool blocking)
    {
        if (blocking)
        {
            SpinWait.SpinUntil(HasLetGo, TimeoutSeconds * 1000);
        }

        for (var waitedMs = 0; !blocking && !HasLetGo() && waitedMs < TimeoutSeconds * 1000; waitedMs += PauseMs)
        {
            await Task.Delay(PauseMs).ConfigureAwait(false);
        }

        if (!HasLetGo())
        {
            throw new TimeoutException("Its holder still executes on the connection that he has given back.");
        }

        bool HasLetGo() => !connection.FullState.HasFlag(ConnectionState.Executing);
    }

    /// <summary>Reads what is left of a result that has been cancelled.</summary>
    public static async ValueTask DrainAsync(NpgsqlConnection connection, bool blocking)
    {
        try
        {
            if (blocking)
            {
                connection.Close();
            }
            else
            {
                await connection.CloseAsync().ConfigureAwait(false);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // The connection stays open after that, and can be closed like any other.
        }
    }

    // Without a round trip: BEGIN is refused by the driver inside a transaction, and is otherwise only noted down, to
    // be sent with a next command that never comes.
    private static bool IsInTransaction(NpgsqlConnection connection)
    {
        try
        {
            // LH0004: it is never sent, and goes with the closing of the connection.
#pragma warning disable LH0004
            connection.BeginTransaction();
#pragma warning restore LH0004
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static bool IsOfTransaction(PostgresException exception)
        => exception.SqlState
            is PostgresErrorCodes.ActiveSqlTransaction or PostgresErrorCodes.InFailedSqlTransaction;

    private static async ValueTask<object?> ExecuteAsync(NpgsqlConnection connection, string sql, bool blocking)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        return blocking ? command.ExecuteScalar() : await command.ExecuteScalarAsync().ConfigureAwait(false);
    }
}
