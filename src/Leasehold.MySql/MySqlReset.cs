using System.Data;
using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>Undoes what a holder left on a session, checks it, or ends it.</summary>
/// <remarks>Thread-safe; one for each data source of a workload.</remarks>
/// <param name="database">The database that the connections are for; empty for none.</param>
/// <param name="isPooledElsewhere">Whether a pooler stands before the server, which keeps the session.</param>
/// <param name="side">Connections beside the pool.</param>
internal sealed class MySqlReset(string database, bool isPooledElsewhere, MySqlSide side) : IAsyncDisposable
{
    /// <summary>The driver's reset has no bound of its own, and takes a round trip.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    // Whether the server's reset leaves another character set than the driver counts on; null until the first reset.
    private bool? _needsNames;

    // Whether the server may refuse to open a session again that it has; null until it was asked.
    private bool? _countsTwice;

    /// <summary>Whether a result is still being read on it.</summary>
    /// <remarks>
    /// The driver tells only by refusing. Preparing is what it refuses without a round trip: it is switched off.
    /// </remarks>
    public static bool HasOpenReader(MySqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
        {
            return false;
        }

        using var command = new MySqlCommand("DO 0", connection);
        try
        {
            command.Prepare();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Whether nothing that the driver knows of would have to be undone.</summary>
    public bool IsAsOpened(MySqlConnection connection)
    {
        if (isPooledElsewhere || HasOpenReader(connection) || IsElsewhere(connection))
        {
            return false;
        }

        try
        {
            // Refused in any transaction, its own or another's.
            connection.EnlistTransaction(null);
            return true;
        }
        catch (Exception exception) when (exception is MySqlException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Undoes everything; false when that is to be done once the session is closed.</summary>
    /// <exception cref="TimeoutException">The server does not answer, or not from beside.</exception>
    public async ValueTask<bool> ResetAsync(MySqlConnection connection)
    {
        if (IsEnlisted(connection))
        {
            return false;
        }

        if (HasOpenReader(connection))
        {
            // To be read to its end by closing, which is soon once the query is killed. What is sent into a result
            // that is still coming in would be answered out of order.
            await KillAsync(connection.ServerThread, queryOnly: true).ConfigureAwait(false);
            return false;
        }

        if (isPooledElsewhere)
        {
            await ExecuteAsync(connection, "ROLLBACK").AsTask().WaitAsync(Bound).ConfigureAwait(false);
            return true;
        }

        if (IsElsewhere(connection))
        {
            // The server's reset keeps the database. The driver brings it back at the next opening.
            return false;
        }

        await ResetNowAsync(connection).WaitAsync(Bound).ConfigureAwait(false);
        return true;
    }

    /// <summary>Undoes everything without a thread of the pool; false when that is not to be had here.</summary>
    /// <remarks>
    /// The driver's reset has no synchronous form. But a session whose database was changed is reset by the driver as
    /// it is opened, by whomever; so it is closed and opened once more, which gives the same one but for a race. Then
    /// it is one that was idle, and clean as all of those, or a new one; and the first is reset when it is opened.
    /// </remarks>
    /// <param name="connection">The connection.</param>
    /// <param name="hasAnswered">Whether the server has just answered on it.</param>
    public bool TryReset(MySqlConnection connection, bool hasAnswered = false)
    {
        if (isPooledElsewhere || database.Length == 0 || HasOpenReader(connection) || IsEnlisted(connection))
        {
            return false;
        }

        _countsTwice ??= CountsTwice(connection);
        if (_countsTwice != false)
        {
            return false;
        }

        if (!hasAnswered)
        {
            Ask(connection, "DO 0", Bound);
        }

        connection.ChangeDatabase(database);
        connection.Close();
        connection.Open();
        return true;
    }

    /// <summary>The blocking form of <see cref="CheckAsync"/>.</summary>
    public void Check(MySqlConnection connection, TimeSpan timeout)
    {
        Ask(connection, isPooledElsewhere ? "ROLLBACK" : "DO 0", timeout);
        if (!isPooledElsewhere && !TryReset(connection, hasAnswered: true))
        {
            ResetNowAsync(connection).GetAwaiter().GetResult();
        }
    }

    /// <summary>Asks for a sign of life, and undoes everything with it.</summary>
    public Task CheckAsync(MySqlConnection connection, TimeSpan timeout)
        => isPooledElsewhere
            ? ExecuteAsync(connection, "ROLLBACK", timeout).AsTask()
            : ResetNowAsync(connection);

    /// <summary>Kills what a session is doing, or the session, from beside.</summary>
    /// <exception cref="TimeoutException">
    /// It was not to be had in time, or at all. What the session sends may have no end, so it must not be closed.
    /// </exception>
    public async Task KillAsync(int serverThread, bool queryOnly)
    {
        try
        {
            await side.KillAsync(serverThread, queryOnly).WaitAsync(Bound).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new TimeoutException("The session could not be stopped from beside.", exception);
        }
    }

    /// <summary>Has the server end the session.</summary>
    public async ValueTask EndSessionAsync(MySqlConnection connection)
    {
        if (HasOpenReader(connection))
        {
            await KillAsync(connection.ServerThread, queryOnly: false).ConfigureAwait(false);
            return;
        }

        try
        {
            await ExecuteAsync(connection, "KILL CONNECTION_ID()").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MySqlException or IOException)
        {
            // Its last words.
        }

        // The driver may not have noticed, and would put the dead session among its idle ones.
        await connection.PingAsync().WaitAsync(Bound).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => side.DisposeAsync();

    private bool IsElsewhere(MySqlConnection connection)
        => !string.Equals(connection.Database, database, StringComparison.Ordinal);

    // By its holder, without the pool's knowledge: undoing anything would undo the transaction's work. The driver tells
    // only by refusing.
    private static bool IsEnlisted(MySqlConnection connection)
    {
        try
        {
            connection.EnlistTransaction(null);
            return false;
        }
        catch (MySqlException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // in a transaction of the driver's
        }
    }

    // First what has a time-out: the driver would wait for a silent server without one.
    private static void Ask(MySqlConnection connection, string sql, TimeSpan timeout)
    {
        using var command = new MySqlCommand(sql, connection)
        {
            CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds),
        };
        try
        {
            command.ExecuteNonQuery();
        }
        catch (InvalidOperationException)
        {
            // The holder's transaction is still open, and the driver wants it named.
        }
    }

    private static async ValueTask ExecuteAsync(MySqlConnection connection, string sql, TimeSpan? timeout = null)
    {
        using var command = new MySqlCommand(sql, connection)
        {
            CommandTimeout = (int)Math.Ceiling((timeout ?? Bound).TotalSeconds),
        };
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task ResetNowAsync(MySqlConnection connection)
    {
        await connection.ResetConnectionAsync().ConfigureAwait(false);
        _needsNames ??= await LosesNamesAsync(connection).ConfigureAwait(false);
        if (_needsNames == true)
        {
            await ExecuteAsync(connection, "SET NAMES utf8mb4").ConfigureAwait(false);
        }
    }

    // MySQL counts a session twice while it authenticates again: where its user has a limit, the last one that fits
    // would be refused, and lost.
    private static bool? CountsTwice(MySqlConnection connection)
    {
        if (connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        using var command = new MySqlCommand("SELECT @@max_user_connections > 0", connection)
        {
            CommandTimeout = (int)Bound.TotalSeconds,
        };
        try
        {
            return Convert.ToBoolean(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
        catch (InvalidOperationException)
        {
            // The holder's transaction is still open, and the driver wants it named: the next return asks.
            return null;
        }
    }

    // MariaDB goes back to what was agreed when connecting, MySQL to the server's own settings.
    private static async Task<bool> LosesNamesAsync(MySqlConnection connection)
    {
        using var command = new MySqlCommand(
            "SELECT CONCAT(@@character_set_client, @@character_set_connection, @@character_set_results)", connection);
        var names = await command.ExecuteScalarAsync().ConfigureAwait(false) as string;
        return !string.Equals(names, "utf8mb4utf8mb4utf8mb4", StringComparison.Ordinal);
    }
}
