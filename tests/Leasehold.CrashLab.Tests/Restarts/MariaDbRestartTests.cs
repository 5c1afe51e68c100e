using Leasehold.CrashLab.Tests.Databases;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Servers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.CrashLab.Tests.Restarts;

public sealed class MariaDbRestartTests : RestartSpecification
{
    private protected override Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync()
        => TestServers.TryStartPrivateMariaDbAsync();

    private protected override async Task<LabDatabase> OpenAsync(IDatabaseServer server)
        => await MariaDbLabDatabase.CreateAsync(server);
}
