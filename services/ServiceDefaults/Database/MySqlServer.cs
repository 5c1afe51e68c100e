using System.Data.Common;
using MySqlConnector;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>Which server it is that speaks MySQL's protocol: asked once, by whoever needs to know first.</summary>
/// <remarks>
/// Thread-safe. The server itself is asked: the driver knows only what was said at the handshake, where a pooler says a
/// version of its own.
/// </remarks>
public sealed class MySqlServer
{
    private const string Question = "SELECT VERSION()";

    private volatile MySqlServerVersion? _version;

    /// <summary>Asks over a connection of its own, unless it is known.</summary>
    /// <param name="connectionString">Without a pool.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async Task<MySqlServerVersion> AskAsync(string connectionString, CancellationToken cancellationToken)
    {
        if (_version is { } known)
        {
            return known;
        }

        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand(Question, connection);
        return _version = MySqlServerVersion.Read(await command.ExecuteScalarAsync(cancellationToken));
    }

    /// <summary>Asks on a connection that is open, unless it is known.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="transaction">Its open transaction, if it has one.</param>
    internal MySqlServerVersion Ask(DbConnection connection, DbTransaction? transaction)
    {
        if (_version is { } known)
        {
            return known;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Question;
        command.Transaction = transaction;
        return _version = MySqlServerVersion.Read(command.ExecuteScalar());
    }
}
