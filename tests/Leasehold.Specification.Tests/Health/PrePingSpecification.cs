using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Health;

/// <summary>A connection is checked before it is handed out, unless it was used a moment ago.</summary>
public abstract class PrePingSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
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
            Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
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
            Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
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

                // Where the driver's opening is the check, its bound is the one on opening.
                api.ConnectTimeout = TimeSpan.FromSeconds(Database.ChecksOnOpen ? 1 : 10);
            },
            connectionString: Database.Via(proxy.Port));
        var hung = await PhysicalOfNextAsync(pools.Api);
        proxy.FreezeExisting();
        var started = Stopwatch.GetTimestamp();

        var acquiring = asynchronously
            ? pools.Api.LeaseAsync(Ended).AsTask()
            : Task.Run(() => pools.Api.Lease(), Ended);
        await using var lease = await acquiring.WaitAsync(Patience * 2, Ended);

        // Some drivers round the bound up to a second and spend up to two more on cancelling; ten is ConnectTimeout.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.45), TimeSpan.FromSeconds(5));
        Assert.NotEqual(hung, Database.Physical(lease.Connection));
        Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
    }

    /// <summary>Opens so many, returns them, and kills them while they are idle.</summary>
    protected async Task<IReadOnlySet<object>> KillAllIdleAsync(ConnectionPools pools, int count)
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
