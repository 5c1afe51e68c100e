namespace Leasehold.CrashLab.Tests.Decisions;

public sealed class PostgreSqlDecisionTests : DecisionSpecification
{
    private protected override string Name => "postgresql";
}
