namespace Leasehold.CrashLab.Tests.Decisions;

public sealed class MariaDbDecisionTests : DecisionSpecification
{
    private protected override string Name => "mariadb";
}
