namespace Leasehold.CrashLab.Tests.Stages;

public sealed class PostgreSqlHeldConnectionTests : HeldConnectionSpecification
{
    private protected override string Name => "postgresql";
}
