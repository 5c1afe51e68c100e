using Leasehold.Payments.Tests.Specifications;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbAnyScriptTests(MariaDbFixture database) : AnyScriptSpecification(database);
