using Leasehold.Images.Tests.Databases;

namespace Leasehold.Images.Tests.Recovery;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteKillTests(SqliteFixture database) : KillSpecification(database)
{
    protected override bool IsShared => false;
}
