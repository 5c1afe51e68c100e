using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Reloads;

public sealed class MariaDbReloadTests : ReloadSpecification<MariaDbDatabase>;
