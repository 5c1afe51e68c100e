using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Metrics;

public sealed class PostgreSqlConnectionMetricsTests : ConnectionMetricsSpecification<PostgreSqlDatabase>
{
    protected override IEnumerable<KeyValuePair<string, object?>> Common =>
    [
        new("db.system.name", "postgresql"), new("server.address", "127.0.0.1"), new("server.port", Database.Port),
    ];
}
