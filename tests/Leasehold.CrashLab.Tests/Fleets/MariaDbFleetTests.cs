using Leasehold.CrashLab.Tests.Databases;

namespace Leasehold.CrashLab.Tests.Fleets;

public sealed class MariaDbFleetTests : FleetSpecification
{
    private protected override string Title => "mariadb";

    private protected override Task<LabDatabase> OpenAsync() => LabDatabase.OpenAsync("mariadb");
}
