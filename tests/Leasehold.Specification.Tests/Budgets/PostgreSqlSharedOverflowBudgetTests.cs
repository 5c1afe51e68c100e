using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Budgets;

public sealed class PostgreSqlSharedOverflowBudgetTests : BudgetSpecification<PostgreSqlDatabase>
{
    protected override bool SharesOverflow => true;
}
