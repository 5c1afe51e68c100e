using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Initializers;

public sealed class MariaDbConnectionOpenedTests : ConnectionOpenedSpecification<MariaDbDatabase>
{
    [Fact]
    public async Task Return_WhatWasSet_LastsAsDocumented()
    {
        var pools = Build(
            static api => api.Size = 1,
            all => all.OnConnectionOpened = async (connection, token)
                => await connection.ExecuteAsync(Database.SetVariable, cancellationToken: token));
        for (var holder = 1; holder <= 2; holder++)
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            Assert.Equal(holder == 1 ? 77 : -1, await lease.Connection.ReadAsync(Database.ReadVariable));
        }
    }
}
