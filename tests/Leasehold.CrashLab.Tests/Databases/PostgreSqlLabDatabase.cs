using System.Data.Common;
using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;
using Npgsql;

namespace Leasehold.CrashLab.Tests.Databases;

/// <summary>A database on PostgreSQL.</summary>
internal sealed class PostgreSqlLabDatabase(IDatabaseEndpoint server, string connectionString)
    : ServerLabDatabase(server, "postgresql", connectionString)
{
    public override string Now => "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    /// <summary>On the given server, else on the one all tests share; skips where there is none.</summary>
    public static async Task<PostgreSqlLabDatabase> CreateAsync(IDatabaseEndpoint? server = null)
    {
        if (server is null)
        {
            var found = await TestServers.TryGetPostgreSqlAsync();
            Assert.SkipWhen(found.IsMissing, found.Reason);
            server = found.Server;
        }

        return new PostgreSqlLabDatabase(server, await server.CreateDatabaseAsync("crash"));
    }

    public override DbConnection Connection()
        => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            ApplicationName = "crash-lab",
            MaxPoolSize = 5,
        }.ConnectionString);

    public override Task<long> BusySessionsAsync()
        => CountAsync(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle'
                AND application_name <> 'crash-lab'
            """);

    public override async ValueTask DisposeAsync()
    {
        await using (var connection = (NpgsqlConnection)Connection())
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await base.DisposeAsync();
    }
}
