namespace Leasehold.CrashLab.Tests.Stages;

public sealed class SqliteHeldConnectionTests : HeldConnectionSpecification
{
    private protected override string Name => "sqlite";
}
