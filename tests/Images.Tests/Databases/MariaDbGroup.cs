namespace Leasehold.Images.Tests.Databases;

/// <summary>The tests that share the service on this database; they run one after the other.</summary>
[CollectionDefinition(nameof(MariaDbGroup))]
public sealed class MariaDbGroup : ICollectionFixture<MariaDbFixture>;
