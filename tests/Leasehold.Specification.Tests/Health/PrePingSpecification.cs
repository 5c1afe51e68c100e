using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Health;

/// <summary>A connection is checked before it is handed out, unless it was used a moment ago.</summary>
public abstract class PrePingSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(ResetOnReturn.Full, true)]
    [InlineData(ResetOnReturn.Full, false)]
    [InlineData(ResetOnReturn.Rollback, true)]
    [InlineData(ResetOnReturn.Rollback, false)]
    public async Task Lease_IdleConnectionWasKilled_GetsAFreshOne(ResetOnReturn reset, bool asynchronously)
    {
        var pools = Build(api => (api.Size, api.ResetOnReturn, api.PrePingBypass) = (3, reset, TimeSpan.Zero));
        var killed = await KillAllIdleAsync(pools, 3);

        for (var i = 0; i < 3; i++)
        {
            await using var lease = asynchronously ? await pools.Api.LeaseAsync(Ended) : pools.Api.Lease();
            Assert.DoesNotContain(Database.Physical(lease.Connection), killed);
            Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
        }

        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Lease_IdleConnectionsWereKilled_AllAtOnceGetFreshOnes()
    {
        var pools = Build(api => (api.Size, api.PrePingBypass) = (8, TimeSpan.Zero));
        await KillAllIdleAsync(pools, 8);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
        })));

        Assert.InRange(await Database.CountConnectionsAsync(pools), 1, 8);
        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(ResetOnReturn.Full, true)]
    [InlineData(ResetOnReturn.Full, false)]
    [InlineData(ResetOnReturn.Rollback, true)]
    [InlineData(ResetOnReturn.Rollback, false)]
    public async Task Lease_TheCheckHangs_IsGivenUpAfterItsTimeOut(ResetOnReturn reset, bool asynchronously)
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(
            api =>
            {
                (api.Size, api.ResetOnReturn, api.PrePingBypass) = (1, reset, TimeSpan.Zero);
                api.PrePingTimeout = TimeSpan.FromMilliseconds(500);
            },
            connectionString: Database.Via(proxy.Port));
        var hung = await PhysicalOfNextAsync(pools.Api);
        proxy.FreezeExisting();
        using var time = LoadedTime.Start();

        var acquiring = asynchronously
            ? pools.Api.LeaseAsync(Ended).AsTask()
            : Task.Run(() => pools.Api.Lease(), Ended);
        await using var lease = await acquiring.WaitAsync(Patience * 2, Ended);

        time.AssertWithin(TimeSpan.FromSeconds(0.45), TimeSpan.FromSeconds(1));
        Assert.NotEqual(hung, Database.Physical(lease.Connection));
        Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
    }

    [Fact]
    public async Task Lease_WithinTheBypass_IsNotChecked()
    {
        Needs(Capability.HandsOutUnchecked);

        // Without a check nobody notices the kill: the dead connection is handed out, which shows there was none.
        var pools = Build(api => (api.Size, api.PrePingBypass) = (1, Never));
        var physical = await PhysicalOfNextAsync(pools.Api);
        await Database.KillAsync(physical);

        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(physical, Database.Physical(lease.Connection));
        await Assert.ThrowsAnyAsync<DbException>(() => lease.Connection.ReadAsync(Database.Select("1")));
    }

    [Fact]
    public async Task Lease_AfterTheBypass_IsChecked()
    {
        var bypass = TimeSpan.FromMilliseconds(200);
        var pools = Build(api => (api.Size, api.PrePingBypass) = (1, bypass));
        var physical = await PhysicalOfNextAsync(pools.Api);
        await Database.KillAsync(physical);
        await Task.Delay(bypass + TimeSpan.FromMilliseconds(50), Ended); // the bypass is a time, so it takes time

        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.NotEqual(physical, Database.Physical(lease.Connection));
        Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
    }

    [Fact]
    public async Task Lease_PrePingOff_IsNotChecked()
    {
        Needs(Capability.HandsOutUnchecked);

        var pools = Build(api => (api.Size, api.PrePing) = (1, false));
        var physical = await PhysicalOfNextAsync(pools.Api);
        await Database.KillAsync(physical);

        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(physical, Database.Physical(lease.Connection));
    }

    [Fact]
    public async Task Lease_AfterABrokenConnectionWasSeen_ChecksEveryOneInspiteOfTheBypass()
    {
        Needs(Capability.HandsOutUnchecked);

        var pools = Build(api => (api.Size, api.PrePingBypass) = (4, Never));
        await KillAllIdleAsync(pools, 4);
        await using (var first = await pools.Api.LeaseAsync(Ended))
        {
            await Assert.ThrowsAnyAsync<DbException>(() => first.Connection.ReadAsync(Database.Select("1")));
        }

        var next = await LeaseAsync(pools.Api, 4); // each uses its connection, and would fail on a dead one

        await ReturnAsync(next);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task BareConnection_FoundBroken_EndsTheBypassToo()
    {
        Needs(Capability.HandsOutUnchecked);

        var pools = Build(api => (api.Size, api.PrePingBypass) = (3, Never));
        await KillAllIdleAsync(pools, 3);
        await using (var first = await pools.Api.OpenConnectionAsync(Ended))
        {
            await Assert.ThrowsAnyAsync<DbException>(() => first.ReadAsync(Database.Select("1")));
        }

        await ReturnAsync(await LeaseAsync(pools.Api, 3));
    }

    /// <summary>Opens so many, returns them, and kills them while they are idle.</summary>
    private async Task<IReadOnlySet<object>> KillAllIdleAsync(ConnectionPools pools, int count)
    {
        var leases = await LeaseAsync(pools.Api, count);
        var physical = leases.Select(lease => Database.Physical(lease.Connection)).ToHashSet();
        await ReturnAsync(leases);
        foreach (var one in physical)
        {
            await Database.KillAsync(one);
        }

        return physical;
    }
}
