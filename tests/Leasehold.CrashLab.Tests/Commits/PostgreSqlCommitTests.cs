using Leasehold.CrashLab.Tests.Databases;
using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;
using Npgsql;

namespace Leasehold.CrashLab.Tests.Commits;

public sealed class PostgreSqlCommitTests : CommitSpecification
{
    private protected override Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync()
        => TestServers.TryStartPrivatePostgreSqlAsync();

    private protected override async Task<(LabDatabase Database, CommitGate Gate)> OpenAsync(
        IDatabaseServer server, int proxyPort)
    {
        var database = await PostgreSqlLabDatabase.CreateAsync(server);
        database.Through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxyPort }
            .ConnectionString;
        return (database, new PostgreSqlCommitGate(database));
    }
}
