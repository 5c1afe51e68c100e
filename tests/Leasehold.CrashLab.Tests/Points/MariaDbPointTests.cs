namespace Leasehold.CrashLab.Tests.Points;

public sealed class MariaDbPointTests : PointSpecification
{
    private protected override string Name => "mariadb";
}
