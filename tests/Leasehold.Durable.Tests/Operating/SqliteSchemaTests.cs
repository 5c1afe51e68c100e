using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Operating;

public sealed class SqliteSchemaTests : SchemaSpecification<SqliteDatabase>
{
    protected override IReadOnlyList<string> FirstShape { get; } =
    [
        """
        CREATE TABLE leasehold_operations (
            id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, state INTEGER NOT NULL, attempt INTEGER NOT NULL,
            epoch INTEGER NOT NULL, owner TEXT, due_us INTEGER NOT NULL, prepared_us INTEGER NOT NULL,
            called_us INTEGER, reason TEXT, args TEXT) WITHOUT ROWID
        """,
        "CREATE INDEX leasehold_operations_due ON leasehold_operations (due_us) WHERE state = 0",
        "CREATE INDEX leasehold_operations_kept ON leasehold_operations (state, due_us) WHERE state <> 0",
    ];
}
