using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>PrePingTimeout bounds the check of an idle connection that hangs, however the driver checks.</summary>
public abstract class HangingCheckSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData(ResetOnReturn.Full, true, 1000)]
    [InlineData(ResetOnReturn.Full, false, 1000)]
    [InlineData(ResetOnReturn.Rollback, true, 1000)]
    [InlineData(ResetOnReturn.Rollback, false, 1000)]
    [InlineData(ResetOnReturn.Full, true, 300)]
    [InlineData(ResetOnReturn.Full, false, 300)]
    public async Task Lease_IdleConnectionHangs_GetsAFreshOneWithinPrePingTimeout(
        ResetOnReturn reset, bool asynchronously, int timeoutMs)
    {
        var timeout = TimeSpan.FromMilliseconds(timeoutMs);
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = BuildVia(proxy, 1, timeout, reset);
        var hung = await PhysicalOfNextAsync(pools.Api);
        proxy.FreezeExisting();
        using var time = LoadedTime.Start();

        var acquiring = asynchronously
            ? pools.Api.LeaseAsync(Ended).AsTask()
            : OnItsOwnThread(() => pools.Api.Lease());
        var lease = await acquiring.WaitAsync(TimeSpan.FromSeconds(40), Ended);

        time.AssertWithin(TimeSpan.Zero, timeout + Grace);
        Assert.NotEqual(hung, Database.Physical(lease.Connection));
        Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
        await lease.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Lease_AllIdleConnectionsHang_CallersAtOnceGetFreshOnesWithinPrePingTimeout()
    {
        var timeout = TimeSpan.FromSeconds(1);
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = BuildVia(proxy, 4, timeout);
        await ReturnAsync(await LeaseAsync(pools.Api, 4));
        proxy.FreezeExisting();
        using var time = LoadedTime.Start();

        var leases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pools.Api.LeaseAsync(Ended).AsTask()))
            .WaitAsync(TimeSpan.FromSeconds(40), Ended);

        time.AssertWithin(TimeSpan.Zero, timeout + (4 * Grace)); // four connect at once
        foreach (var lease in leases)
        {
            Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
        }

        await ReturnAsync(leases);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Lease_AllIdleConnectionsHang_OneCallerPaysForOneCheckOnly()
    {
        var timeout = TimeSpan.FromSeconds(1);
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = BuildVia(proxy, 4, timeout);
        await ReturnAsync(await LeaseAsync(pools.Api, 4));
        proxy.FreezeExisting();
        using var time = LoadedTime.Start();

        await using (var lease = await pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(
            TimeSpan.FromSeconds(40), Ended))
        {
            time.AssertWithin(TimeSpan.Zero, timeout + Grace);
            Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
        }

        await AssertNothingLostAsync(pools.Api);
    }

    // The driver's own bounds are far above the one that is tried.
    private ConnectionPools BuildVia(
        TcpProxy proxy, int size, TimeSpan timeout, ResetOnReturn reset = ResetOnReturn.Full)
        => Build(
            api => (api.Size, api.ResetOnReturn, api.PrePingBypass, api.PrePingTimeout, api.ConnectTimeout,
                    api.AcquireTimeout)
                = (size, reset, TimeSpan.Zero, timeout, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)),
            connectionString: Database.Via(proxy.Port));
}

public sealed class MariaDbHangingCheckTests : HangingCheckSpecification<MariaDbDatabase>;

public sealed class PostgreSqlHangingCheckTests : HangingCheckSpecification<PostgreSqlDatabase>;
