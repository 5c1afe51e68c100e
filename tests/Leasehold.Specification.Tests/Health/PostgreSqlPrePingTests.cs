using System.Data.Common;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Health;

/// <summary>The bypass, where the check is ours.</summary>
public sealed class PostgreSqlPrePingTests : PrePingSpecification<PostgreSqlDatabase>
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    [Fact]
    public async Task Lease_WithinTheBypass_IsNotChecked()
    {
        // Without a check nobody notices the kill: the dead connection is handed out, which shows there was none.
        var pools = Build(api => (api.Size, api.PrePingBypass) = (1, Never));
        var physical = await PhysicalOfNextAsync(pools.Api);
        await Database.KillAsync(physical);

        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(physical, Database.Physical(lease.Connection));
        await Assert.ThrowsAnyAsync<DbException>(() => lease.Connection.ReadAsync("SELECT 1"));
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
        Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
    }

    [Fact]
    public async Task Lease_PrePingOff_IsNotChecked()
    {
        var pools = Build(api => (api.Size, api.PrePing) = (1, false));
        var physical = await PhysicalOfNextAsync(pools.Api);
        await Database.KillAsync(physical);

        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(physical, Database.Physical(lease.Connection));
    }

    [Fact]
    public async Task Lease_AfterABrokenConnectionWasSeen_ChecksEveryOneInspiteOfTheBypass()
    {
        var pools = Build(api => (api.Size, api.PrePingBypass) = (4, Never));
        await KillAllIdleAsync(pools, 4);
        await using (var first = await pools.Api.LeaseAsync(Ended))
        {
            await Assert.ThrowsAnyAsync<DbException>(() => first.Connection.ReadAsync("SELECT 1"));
        }

        var next = await LeaseAsync(pools.Api, 4); // each uses its connection, and would fail on a dead one

        await ReturnAsync(next);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task BareConnection_FoundBroken_EndsTheBypassToo()
    {
        var pools = Build(api => (api.Size, api.PrePingBypass) = (3, Never));
        await KillAllIdleAsync(pools, 3);
        await using (var first = await pools.Api.OpenConnectionAsync(Ended))
        {
            await Assert.ThrowsAnyAsync<DbException>(() => first.ReadAsync("SELECT 1"));
        }

        await ReturnAsync(await LeaseAsync(pools.Api, 3));
    }
}
