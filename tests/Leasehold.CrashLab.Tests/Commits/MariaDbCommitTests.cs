using Leasehold.CrashLab.Tests.Databases;
using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;
using MySqlConnector;

namespace Leasehold.CrashLab.Tests.Commits;

public sealed class MariaDbCommitTests : CommitSpecification
{
    private protected override Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync()
        => TestServers.TryStartPrivateMariaDbAsync();

    private protected override async Task<(LabDatabase Database, CommitGate Gate)> OpenAsync(
        IDatabaseServer server, int proxyPort)
    {
        var database = await MariaDbLabDatabase.CreateAsync(server);
        database.Through = new MySqlConnectionStringBuilder(database.ConnectionString) { Port = (uint)proxyPort }
            .ConnectionString;
        return (database, new MariaDbCommitGate(database));
    }
}
