using Leasehold.Images.Tests.Databases;

namespace Leasehold.Images.Tests.Recovery;

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbKillTests(MariaDbFixture database) : KillSpecification(database);
