using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Metrics;

public sealed class SqliteConnectionMetricsTests : ConnectionMetricsSpecification<SqliteDatabase>
{
    protected override IEnumerable<KeyValuePair<string, object?>> Common => [new("db.system.name", "sqlite")];
}
