using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Attributions;

public sealed class SqliteContextAttributionTests : ContextAttributionSpecification<SqliteContextDatabase>
{
    // It has no sleep: so much counting takes any machine longer than the bound below.
    protected override string Slow =>
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200000) "
        + "SELECT count(*) AS \"Value\" FROM n";

    protected override TimeSpan Least => TimeSpan.FromMilliseconds(2);
}
