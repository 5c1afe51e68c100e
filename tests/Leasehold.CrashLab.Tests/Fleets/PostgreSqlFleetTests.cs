using Leasehold.CrashLab.Tests.Databases;

namespace Leasehold.CrashLab.Tests.Fleets;

public sealed class PostgreSqlFleetTests : FleetSpecification
{
    private protected override string Title => "postgresql";

    private protected override Task<LabDatabase> OpenAsync() => LabDatabase.OpenAsync("postgresql");
}
