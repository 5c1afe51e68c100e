using Leasehold.AdoNet;
using Leasehold.Specification.Tests.AdoNet;
using Npgsql;

namespace Leasehold.Specification.Tests.Initializers;

public sealed class GenericPostgreSqlConnectionOpenedTests : ConnectionOpenedSpecification<GenericPostgreSqlDatabase>
{
    [Fact]
    public void Build_WithoutAWayToTellNewConnections_IsRefusedByName()
    {
        var provider = new AdoNetProvider(NpgsqlFactory.Instance, Database.ConnectionString, new AdoNetOptions());

        var refused = Assert.Throws<ArgumentException>(
            () => Build(all: static all => all.OnConnectionOpened = static (_, _) => default, provider: provider));

        Assert.Contains("PhysicalKey", refused.Message, StringComparison.Ordinal);
    }
}
