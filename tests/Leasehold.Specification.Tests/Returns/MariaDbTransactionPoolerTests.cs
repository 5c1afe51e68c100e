using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>Behind a pooler the driver neither resets nor checks a session: the pool has to.</summary>
/// <remarks>Session variables may stay: such a pooler forbids them. The server itself stands in for one.</remarks>
public sealed class MariaDbTransactionPoolerTests : ReturnedSpecification<MariaDbDatabase>
{
    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_TransactionBegunInText_IsRolledBack(Road road)
    {
        var pools = BuildOne(pooler: ServerPooler.Transaction);
        var table = await Database.CreateRowAsync();

        await road.LeaveAsync(
            pools, "SET @a = 77", "START TRANSACTION", $"UPDATE {table} SET body = 'left' WHERE id = 1");

        await UndoneAsync(table);
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_TransactionBegunInText_NextHoldersStatementCommitsByItselfAlone(Road road)
    {
        var pools = BuildOne(pooler: ServerPooler.Transaction);
        var table = await Database.CreateTableAsync();
        await road.LeaveAsync(pools, "START TRANSACTION", $"INSERT INTO {table} (id) VALUES (1)");

        await road.LeaveAsync(pools, $"INSERT INTO {table} (id) VALUES (2)", "COMMIT");

        Assert.Equal(2, await Database.ReadAsync($"SELECT sum(id) FROM {table}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_IdleSessionWasKilled_GetsAWorkingOne(bool asynchronously)
    {
        var pools = Build(
            api => (api.Size, api.PrePingBypass) = (1, TimeSpan.Zero),
            all: static options => options.Pooler = ServerPooler.Transaction);
        await Database.KillAsync(await PhysicalOfNextAsync(pools.Api));

        await using var lease = asynchronously ? await pools.Api.LeaseAsync(Ended) : pools.Api.Lease();

        Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
    }
}
