using System.Transactions;
using Leasehold.LocalServers.Servers;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Specification.Tests.WarmUps;

/// <summary>Connections that are open before anyone asks, and stay so.</summary>
public abstract class WarmUpSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    /// <summary>Longer than the pauses between two tries, and what a busy machine adds.</summary>
    private static readonly TimeSpan Refilled = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WarmUp_BeforeAnyLease_ConnectionsAreOpenAndTheLeasesGetThem()
    {
        var pools = Build(static api => (api.Size, api.WarmUp) = (4, 3));

        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);

        Assert.Equal(3, await Database.CountConnectionsAsync(pools));
        AssertAtRest(pools.Api);
        await ReturnAsync(await LeaseAsync(pools.Api, 3));
        Assert.Equal(3, await Database.CountConnectionsAsync(pools));
    }

    [Fact]
    public async Task WarmUp_SomeAreOpenAlready_OpensWhatIsMissing()
    {
        var pools = Build(static api => (api.Size, api.WarmUp) = (4, 3));
        await using var held = await TouchedLeaseAsync(pools.Api);

        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);
        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);

        Assert.Equal(3, await Database.CountConnectionsAsync(pools));
    }

    [Fact]
    public async Task WarmUp_InsideATransactionScope_IsNotAPartOfIt()
    {
        var pools = Build(static api => (api.Size, api.WarmUp) = (4, 3));
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);
        Assert.Equal(3, await Database.CountConnectionsAsync(pools));
        await pools.ReloadTypesAsync(Ended).WaitAsync(Patience, Ended);

        scope.Complete();
    }

    [Fact]
    public async Task WarmUp_HostStarts_ConnectionsAreOpenWhenItHas()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var name = $"spec-{Guid.NewGuid():n}"[..20];
        builder.Configuration.AddInMemoryCollection(
        [
            new("Leasehold:ApplicationName", name), new("Leasehold:Pools:Api:WarmUp", "2"),
        ]);
        builder.Services.AddSingleton<ILoggerFactory>(Logs);
        builder.Services.AddLeasehold(builder.Configuration).UseProvider(_ => Database.CreateProvider());
        using var host = builder.Build();

        await host.StartAsync(Ended).WaitAsync(Patience, Ended);

        // One more, of Batch, on which the limits were read.
        Assert.Equal(3, await Database.CountConnectionsAsync(host.Services.GetRequiredService<ConnectionPools>()));
        await host.StopAsync(Ended);
        await host.Services.GetRequiredService<ConnectionPools>().DisposeAsync();
    }

    [Fact]
    public async Task Clear_WithWarmUp_IsRefilledWithoutALease()
    {
        var pools = Build(static api => (api.Size, api.WarmUp) = (3, 2));
        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);
        var before = await PhysicalOfNextAsync(pools.Api);

        pools.Api.Clear();

        await Eventually.EqualAsync(2, () => Database.CountConnectionsAsync(pools), Refilled);
        Assert.NotEqual(before, await PhysicalOfNextAsync(pools.Api));
    }

    [Fact]
    public async Task Recycle_WithWarmUp_IsRefilledWithoutALease()
    {
        var pools = Build(static api => (api.Size, api.WarmUp, api.Recycle) = (3, 2, TimeSpan.FromSeconds(1)));
        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);
        var before = await PhysicalOfNextAsync(pools.Api);

        await Eventually.TrueAsync(
            async () => !before.Equals(await PhysicalOfNextAsync(pools.Api)), "the first one is closed", Refilled);
        await Eventually.EqualAsync(2, () => Database.CountConnectionsAsync(pools), Refilled);
    }

    [Fact]
    public async Task Restart_WithWarmUp_IsRefilledWithoutALease()
    {
        await using var server = await Database.StartPrivateAsync();
        var pools = Build(
            static api => (api.Size, api.WarmUp) = (3, 2), connectionString: server.ConnectionString);
        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);

        await server.StopAsync(StopMode.Kill, Ended);
        await Logs.FirstAsync(LogEvents.WarmUpFailed);
        await server.StartAsync(Ended);

        await Eventually.TrueAsync(
            async () =>
            {
                await using var outside = Database.Connect(server.ConnectionString);
                await outside.OpenAsync(Ended);
                return await outside.ReadAsync(CountOthers) == 2;
            },
            "two are open again",
            Refilled);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task WarmUp_DatabaseIsDown_SaysSoAndThrowsNothing()
    {
        var pools = Build(
            static api => (api.Size, api.WarmUp) = (3, 2), connectionString: Database.UnreachableConnectionString);

        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);

        Assert.Contains(pools.Api.Name, await Logs.FirstAsync(LogEvents.WarmUpFailed), StringComparison.Ordinal);
        AssertAtRest(pools.Api);
    }

    /// <summary>Counts the sessions of clients but this one.</summary>
    protected abstract string CountOthers { get; }
}
