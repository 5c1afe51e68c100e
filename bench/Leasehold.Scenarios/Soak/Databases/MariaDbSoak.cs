using System.Data.Common;
using Leasehold.LocalServers.Databases;
using Leasehold.ServiceDefaults.Database;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace Leasehold.Scenarios.Soak.Databases;

internal sealed class MariaDbSoak(IDatabaseServer server) : SoakDatabase
{
    public override string Name => "mariadb";

    public override DatabaseKind Kind => DatabaseKind.MySql;

    public override IDatabaseServer Server => server;

    /// <summary>EF Core 10 has no provider for it yet.</summary>
    public override bool HasContexts => false;

    /// <summary>A check that runs out of its time is a command with a time-out; see below.</summary>
    public override bool SurvivesSilence => false;

    public override string CreateNotes => "CREATE TABLE notes (id INT PRIMARY KEY, body TEXT, n INT NOT NULL)";

    public override string ReadMark => "SELECT COALESCE(@soak_mark, '')";

    public override string LeaveMark => "SET @soak_mark = 'left'";

    public override string Endless => "SELECT seq FROM seq_1_to_1000000000000";

    public override string ListSessions
        => "SELECT CONCAT_WS(' ', id, command, time, info) FROM information_schema.processlist "
            + "WHERE db = DATABASE() AND id <> CONNECTION_ID()";

    // No command time-out: when one runs out, MySqlConnector's timer asks the socket where it is connected to, and
    // where that one has been reset meanwhile (a reader that is open while the network is cut) the timer throws, and
    // the process ends. Seen with 2.6.2, and without Leasehold.
    public override async Task<string> CreateAsync(string name)
        => new MySqlConnectionStringBuilder(await server.CreateDatabaseAsync(name))
        {
            AllowUserVariables = true,
            DefaultCommandTimeout = 0,
        }.ConnectionString;

    public override string Through(string connectionString, int port)
        => new MySqlConnectionStringBuilder(connectionString) { Port = (uint)port }.ConnectionString;

    public override void UseContext(DbContextOptionsBuilder options, string connectionString)
        => throw new NotSupportedException();

    public override DbConnection Outside(string connectionString)
        => new MySqlConnection(
            new MySqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    public override async Task KillSomeAsync(string connectionString, int most)
    {
        await using var connection = new MySqlConnection(
            new MySqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var list = new MySqlCommand(
            $"SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() "
            + $"ORDER BY RAND() LIMIT {most}",
            connection);
        var some = new List<long>();
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                some.Add(reader.GetInt64(0));
            }
        }

        foreach (var id in some)
        {
            try
            {
                await using var kill = new MySqlCommand($"KILL {id}", connection);
                await kill.ExecuteNonQueryAsync();
            }
            catch (MySqlException gone) when (gone.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It has ended by itself meanwhile.
            }
        }
    }
}
