namespace Leasehold.CrashLab.Tests.Stages;

public sealed class MariaDbHeldConnectionTests : HeldConnectionSpecification
{
    private protected override string Name => "mariadb";
}
