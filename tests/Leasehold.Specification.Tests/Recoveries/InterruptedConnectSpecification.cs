using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A thread that is interrupted while its connection is being opened or checked.</summary>
public abstract class InterruptedConnectSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acquire_InterruptedWhileConnecting_LosesNothing(bool bare)
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(
            api => (api.Size, api.ConnectTimeout) = (1, TimeSpan.FromSeconds(2)),
            connectionString: Database.Via(proxy.Port));
        for (var round = 0; round < 2; round++)
        {
            proxy.FreezeAll();
            var accepted = proxy.AcceptedCount;
            var caller = new InterruptedCaller(() => bare ? pools.Api.OpenConnection() : pools.Api.Lease());
            await Eventually.TrueAsync(() => proxy.AcceptedCount > accepted, "it connects");

            caller.Interrupt();
            proxy.Thaw();

            // The driver may not be waiting where an interrupt reaches it: then it connects, or fails, and goes on.
            await caller.Ended.WaitAsync(Patience, Ended);
            pools.Api.Clear();
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Acquire_InterruptedWhileConnectingToAHungServer_IsFreeOnceTheDriverHasGivenUp()
    {
        var connectTimeout = TimeSpan.FromSeconds(2);
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(
            api => (api.Size, api.ConnectTimeout, api.AcquireTimeout) = (1, connectTimeout, 2 * connectTimeout),
            connectionString: Database.Via(proxy.Port));
        proxy.FreezeAll();
        var caller = new InterruptedCaller(() => pools.Api.Lease());
        await Eventually.TrueAsync(() => proxy.AcceptedCount > 0, "it connects");

        caller.Interrupt();

        Assert.NotNull(await caller.Ended.WaitAsync(Patience, Ended));
        await Eventually.TrueAsync(
            () => pools.Api.Snapshot() is { InUse: 0, Holders.Count: 0 },
            "the place is free",
            connectTimeout + TimeSpan.FromSeconds(3));
        proxy.CutAll();
        proxy.Thaw();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Acquire_InterruptedWhileItsConnectionIsChecked_LosesNothing()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(
            api => (api.Size, api.PrePingBypass, api.PrePingTimeout, api.ConnectTimeout)
                = (1, TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)),
            connectionString: Database.Via(proxy.Port));
        await PhysicalOfNextAsync(pools.Api);
        proxy.FreezeExisting();
        var caller = new InterruptedCaller(() => pools.Api.Lease());
        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 1, "it has the place");

        caller.Interrupt();

        await caller.Ended.WaitAsync(Patience, Ended);
        await AssertNothingLostAsync(pools.Api);
    }
}

public sealed class MariaDbInterruptedConnectTests : InterruptedConnectSpecification<MariaDbDatabase>;

public sealed class PostgreSqlInterruptedConnectTests : InterruptedConnectSpecification<PostgreSqlDatabase>;
