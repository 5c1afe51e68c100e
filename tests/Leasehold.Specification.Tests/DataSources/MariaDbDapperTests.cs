using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.DataSources;

public sealed class MariaDbDapperTests : DapperSpecification<MariaDbDatabase>;
