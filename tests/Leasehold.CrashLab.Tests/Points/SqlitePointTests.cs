namespace Leasehold.CrashLab.Tests.Points;

public sealed class SqlitePointTests : PointSpecification
{
    private protected override string Name => "sqlite";
}
