using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Budgets;

public sealed class MariaDbBudgetTests : BudgetSpecification<MariaDbDatabase>;
