using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Operating;

public sealed class PostgreSqlSchemaTests : SchemaSpecification<PostgreSqlDatabase>
{
    protected override IReadOnlyList<string> FirstShape { get; } =
    [
        """
        CREATE TABLE leasehold_operations (
            id uuid PRIMARY KEY, kind varchar(100) NOT NULL, state smallint NOT NULL, attempt int NOT NULL,
            epoch bigint NOT NULL, owner varchar(40), due_us bigint NOT NULL, prepared_us bigint NOT NULL,
            called_us bigint, reason varchar(500), args text)
        """,
        "CREATE INDEX leasehold_operations_due ON leasehold_operations (due_us, id) WHERE state = 0",
        "CREATE INDEX leasehold_operations_kept ON leasehold_operations (state, due_us, id) WHERE state <> 0",
    ];
}
