using Leasehold.CrashLab.Tests.Databases;
using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;
using Npgsql;

namespace Leasehold.CrashLab.Tests.Commits;

public sealed class PostgreSqlCommitTests : CommitSpecification
{
    private protected override async Task<IDatabaseEndpoint> FindServerAsync()
    {
        var found = await TestServers.TryGetPostgreSqlAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }

    private protected override async Task<(LabDatabase Database, CommitGate Gate)> OpenAsync(
        IDatabaseEndpoint server, int proxyPort)
    {
        var database = await PostgreSqlLabDatabase.CreateAsync(server);
        database.Through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxyPort }
            .ConnectionString;
        return (database, new PostgreSqlCommitGate(database));
    }
}
