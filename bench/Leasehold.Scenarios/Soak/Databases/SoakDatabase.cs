using System.Data.Common;
using Leasehold.LocalServers.Databases;
using Leasehold.Scenarios.Surroundings;
using Leasehold.ServiceDefaults.Database;
using Leasehold.Testing.Servers.Databases;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.Scenarios.Soak.Databases;

/// <summary>One kind of database: its statements, and a server of the run's own where it has one.</summary>
internal abstract class SoakDatabase : IAsyncDisposable
{
    public const int Notes = 200;

    public abstract string Name { get; }

    public abstract DatabaseKind Kind { get; }

    /// <summary>The server that is restarted; null where there is none.</summary>
    public virtual IDatabaseServer? Server => null;

    public virtual bool HasContexts => true;

    /// <summary>Whether the driver can do with a server that does not answer for a while.</summary>
    public virtual bool SurvivesSilence => Server is not null;

    public virtual bool EnlistsInScopes => true;

    public abstract string CreateNotes { get; }

    /// <summary>Reads what another holder has left on the session; empty when there is nothing.</summary>
    public abstract string ReadMark { get; }

    public abstract string LeaveMark { get; }

    /// <summary>Begins a transaction in SQL, without the driver's transaction object.</summary>
    public virtual string Begin => "START TRANSACTION";

    /// <summary>First rows at once, the last one never.</summary>
    public abstract string Endless { get; }

    public static async Task<SoakDatabase> StartAsync(string name) => name switch
    {
        "sqlite" => new SqliteSoak(),
        "postgresql" => new PostgreSqlSoak(Found(await TestServers.TryStartPrivatePostgreSqlAsync())),
        _ => new MariaDbSoak(Found(await TestServers.TryStartPrivateMariaDbAsync())),
    };

    /// <summary>Makes a database of one application's own.</summary>
    public abstract Task<string> CreateAsync(string name);

    /// <summary>The same database through another port.</summary>
    public virtual string Through(string connectionString, int port) => connectionString;

    public abstract void UseContext(DbContextOptionsBuilder options, string connectionString);

    /// <summary>A connection beside all pools.</summary>
    public abstract DbConnection Outside(string connectionString);

    /// <summary>Ends some sessions of a database from the server's side.</summary>
    public virtual Task KillSomeAsync(string connectionString, int most) => Task.CompletedTask;

    /// <summary>How many connections there are to the file; of servers a proxy counts.</summary>
    public virtual int CountConnections(string connectionString) => 0;

    /// <summary>Lists a database's sessions as text, in one column; null where there are none.</summary>
    public virtual string? ListSessions => null;

    public async Task<List<string>> ReadSessionsAsync(string connectionString)
    {
        var sessions = new List<string>();
        if (ListSessions is not null)
        {
            await using var connection = Outside(connectionString);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = ListSessions;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                sessions.Add(reader.GetString(0));
            }
        }

        return sessions;
    }

    public async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = Outside(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> ReadAsync(string connectionString, string sql)
    {
        await using var connection = Outside(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(
            await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server?.DisposeAsync() ?? default;
    }

    private static IDatabaseServer Found(ServerAvailability<IDatabaseServer> found)
        => found.TryGet(out var server) ? server : throw new MissingServerException(found.Reason);
}
