using Leasehold.CrashLab.Tests.Databases;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Servers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.CrashLab.Tests.Restarts;

public sealed class PostgreSqlRestartTests : RestartSpecification
{
    private protected override Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync()
        => TestServers.TryStartPrivatePostgreSqlAsync();

    private protected override async Task<LabDatabase> OpenAsync(IDatabaseServer server)
        => await PostgreSqlLabDatabase.CreateAsync(server);
}
