namespace Leasehold.CrashLab.Tests.Points;

public sealed class PostgreSqlPointTests : PointSpecification
{
    private protected override string Name => "postgresql";
}
