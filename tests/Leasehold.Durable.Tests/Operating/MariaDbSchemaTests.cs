using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Operating;

public sealed class MariaDbSchemaTests : SchemaSpecification<MariaDbDatabase>
{
    protected override IReadOnlyList<string> FirstShape { get; } =
    [
        """
        CREATE TABLE leasehold_operations (
            id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
            kind VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, state TINYINT NOT NULL,
            attempt INT NOT NULL, epoch BIGINT NOT NULL, owner VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
            due_us BIGINT NOT NULL, prepared_us BIGINT NOT NULL, called_us BIGINT,
            reason VARCHAR(500) CHARACTER SET utf8mb4, args MEDIUMTEXT CHARACTER SET utf8mb4,
            KEY leasehold_operations_due (state, due_us)) ENGINE = InnoDB
        """,
    ];
}
