using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>
/// What a holder leaves behind reaches nobody. Seen from another session of the server, and nobody leases again in
/// between: what only the next lease would undo stays for as long as none comes.
/// </summary>
public abstract class ReturnedSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    /// <summary>An Api pool of one connection, unchecked, so that the next holder gets what was left.</summary>
    protected ConnectionPools BuildOne(
        ResetOnReturn reset = ResetOnReturn.Full, ServerPooler pooler = ServerPooler.None)
        => Build(
            api => (api.Size, api.ResetOnReturn, api.PrePingBypass) = (1, reset, TimeSpan.FromHours(1)),
            all: options => options.Pooler = pooler);

    /// <summary>Nobody holds a row of the table, and the first one is as it was.</summary>
    protected async Task UndoneAsync(string table, TimeSpan? bound = null)
    {
        await Eventually.TrueAsync(
            () => Database.IsWritableAsync(table), "another session can write", bound ?? TimeSpan.Zero);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'before'"));
    }

    /// <summary>The place is free; a pool may go on with the connection for a moment before it is.</summary>
    protected static Task AtRestAsync(ConnectionPools pools)
        => Eventually.TrueAsync(
            () => pools.Api.Snapshot() is { InUse: 0, OverflowInUse: 0, Waiting: 0, Holders.Count: 0 },
            "the place is free",
            TimeSpan.FromSeconds(5));
}
