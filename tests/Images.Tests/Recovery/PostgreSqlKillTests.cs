using Leasehold.Images.Tests.Databases;

namespace Leasehold.Images.Tests.Recovery;

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlKillTests(PostgreSqlFixture database) : KillSpecification(database);
