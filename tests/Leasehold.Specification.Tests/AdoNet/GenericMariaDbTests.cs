using Leasehold.Specification.Tests.Health;
using Leasehold.Specification.Tests.Lifecycle;
using Leasehold.Specification.Tests.Sessions;

namespace Leasehold.Specification.Tests.AdoNet;

public sealed class GenericMariaDbBrokenConnectionTests : BrokenConnectionSpecification<GenericMariaDbDatabase>;

public sealed class GenericMariaDbReadSessionTests : ReadSessionSpecification<GenericMariaDbDatabase>;

public sealed class GenericMariaDbResetTests : ResetSpecification<GenericMariaDbDatabase>;

public sealed class GenericMariaDbReturnTests : ReturnSpecification<GenericMariaDbDatabase>;

public sealed class GenericMariaDbSessionTests : SessionSpecification<GenericMariaDbDatabase>;
