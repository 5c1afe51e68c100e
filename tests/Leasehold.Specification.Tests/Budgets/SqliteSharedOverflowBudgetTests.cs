using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Budgets;

public sealed class SqliteSharedOverflowBudgetTests : BudgetSpecification<SqliteDatabase>
{
    protected override bool SharesOverflow => true;
}
