namespace Leasehold.CrashLab.Tests.Freezes;

public sealed class MariaDbFreezeTests : FreezeSpecification
{
    private protected override string Name => "mariadb";
}
