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
        var version = (await database.ReadAsync("SELECT VERSION()", static row => row.GetString(0)))[0];
        Assert.SkipUnless(
            version.Contains("MariaDB", StringComparison.Ordinal),
            "MySQL has no stage of a backup in which commits wait, and what went before them does not.");
        database.Through = new MySqlConnectionStringBuilder(database.ConnectionString) { Port = (uint)proxyPort }
            .ConnectionString;
        return (database, new MariaDbCommitGate(database));
    }
}
