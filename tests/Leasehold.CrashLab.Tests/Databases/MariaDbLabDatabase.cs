using System.Data.Common;
using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;
using MySqlConnector;

namespace Leasehold.CrashLab.Tests.Databases;

/// <summary>A database on MariaDB.</summary>
internal sealed class MariaDbLabDatabase(IDatabaseEndpoint server, string connectionString)
    : ServerLabDatabase(server, "mysql", connectionString)
{
    public override string Name => "mariadb";

    public override string Now => "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))";

    /// <summary>On the given server, else on the one all tests share; skips where there is none.</summary>
    public static async Task<MariaDbLabDatabase> CreateAsync(IDatabaseEndpoint? server = null)
    {
        if (server is null)
        {
            var found = await TestServers.TryGetMariaDbAsync();
            Assert.SkipWhen(found.IsMissing, found.Reason);
            server = found.Server;
        }

        return new MariaDbLabDatabase(server, await server.CreateDatabaseAsync("crash"));
    }

    public override DbConnection Connection()
        => new MySqlConnection(new MySqlConnectionStringBuilder(ConnectionString)
        {
            ApplicationName = "crash-lab",
            MaximumPoolSize = 5,
        }.ConnectionString);

    public override Task<long> BusySessionsAsync()
        => CountAsync(
            """
            SELECT count(*) FROM information_schema.processlist p
            LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id
            WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID() AND (p.command <> 'Sleep' OR t.trx_id IS NOT NULL)
            """);

    public override async ValueTask DisposeAsync()
    {
        await using (var connection = (MySqlConnection)Connection())
        {
            await MySqlConnection.ClearPoolAsync(connection);
        }

        await base.DisposeAsync();
    }
}
