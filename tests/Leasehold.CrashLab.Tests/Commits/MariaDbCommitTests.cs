using Leasehold.CrashLab.Tests.Databases;
using Leasehold.LocalServers.Databases;
using MySqlConnector;

namespace Leasehold.CrashLab.Tests.Commits;

public sealed class MariaDbCommitTests(MariaDbCommitServer commits)
    : CommitSpecification, IClassFixture<MariaDbCommitServer>
{
    private protected override Task<IDatabaseEndpoint> FindServerAsync()
    {
        Assert.SkipWhen(commits.IsMissing, commits.Reason);
        return Task.FromResult<IDatabaseEndpoint>(commits.Server);
    }

    private protected override async Task<(LabDatabase Database, CommitGate Gate)> OpenAsync(
        IDatabaseEndpoint server, int proxyPort)
    {
        var database = await MariaDbLabDatabase.CreateAsync(server);
        database.Through = new MySqlConnectionStringBuilder(database.ConnectionString) { Port = (uint)proxyPort }
            .ConnectionString;
        return (database, new MariaDbCommitGate(database));
    }
}
