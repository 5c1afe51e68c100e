namespace Leasehold.CrashLab.Tests.Freezes;

public sealed class PostgreSqlFreezeTests : FreezeSpecification
{
    private protected override string Name => "postgresql";
}
