namespace Leasehold.CrashLab.Tests.Decisions;

public sealed class SqliteDecisionTests : DecisionSpecification
{
    private protected override string Name => "sqlite";
}
