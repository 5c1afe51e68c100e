using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Initializers;

public sealed class PostgreSqlConnectionOpenedTests : ConnectionOpenedSpecification<PostgreSqlDatabase>
{
    [Theory]
    [InlineData(ResetOnReturn.Full, -1)]
    [InlineData(ResetOnReturn.Immediate, -1)]
    [InlineData(ResetOnReturn.Rollback, 77)]
    public async Task Return_WhatWasSet_LastsAsDocumented(ResetOnReturn reset, long second)
    {
        var pools = Build(
            api => (api.Size, api.ResetOnReturn) = (1, reset),
            all => all.OnConnectionOpened = async (connection, token)
                => await connection.ExecuteAsync(Database.SetVariable, cancellationToken: token));
        for (var holder = 1; holder <= 2; holder++)
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            Assert.Equal(holder == 1 ? 77 : second, await lease.Connection.ReadAsync(Database.ReadVariable));
        }
    }
}
