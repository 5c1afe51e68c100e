using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Initializers;

public sealed class SqliteConnectionOpenedTests : ConnectionOpenedSpecification<SqliteDatabase>
{
    [Fact]
    public async Task Return_PragmaThatWasSet_IsKeptAndNoTraceOfAHolder()
    {
        var pools = Build(
            static api => api.Size = 1,
            static all => all.OnConnectionOpened = static async (connection, token)
                => await connection.ExecuteAsync("PRAGMA cache_size = 77", cancellationToken: token));
        var physical = new List<object>();
        for (var holder = 1; holder <= 3; holder++)
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            physical.Add(Database.Physical(lease.Connection));
            Assert.Equal(77, await lease.Connection.ReadAsync("PRAGMA cache_size"));
        }

        Assert.Single(physical.Distinct());
    }

    [Fact]
    public async Task Return_PragmaOfAHolder_StillClosesTheConnection()
    {
        var pools = Build(
            static api => api.Size = 1,
            static all => all.OnConnectionOpened = static async (connection, token)
                => await connection.ExecuteAsync("PRAGMA cache_size = 77", cancellationToken: token));
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await lease.Connection.ExecuteAsync("PRAGMA cache_size = 5");
        }

        await using var next = await pools.Api.LeaseAsync(Ended);
        Assert.Equal(77, await next.Connection.ReadAsync("PRAGMA cache_size"));
    }
}
