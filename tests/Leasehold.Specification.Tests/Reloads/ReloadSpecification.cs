using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Specification.Tests.Reloads;

/// <summary>The configuration changes while the service runs.</summary>
public abstract class ReloadSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private IHost? _host;

    private ConnectionPools Pools => _host!.Services.GetRequiredService<ConnectionPools>();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_host is not null)
        {
            await Pools.DisposeAsync();
            _host.Dispose();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task Size_Larger_ServesThoseWhoWaitAndTheDriverHasRoom()
    {
        await StartAsync(("Pools:Api:Size", "1"), ("Pools:Api:MaxOverflow", "0"));
        var held = await LeaseAsync(Pools.Api, 1);
        var waiting = Enumerable.Range(0, 3).Select(_ => TouchedLeaseAsync(Pools.Api)).ToList();
        await WaitersAsync(Pools.Api, 3);

        Change(("Pools:Api:Size", "4"));

        await ReturnAsync([.. held, .. await Task.WhenAll(waiting).WaitAsync(Patience, Ended)]);
        Assert.Equal(4, Pools.Api.Snapshot(0).Size);
        Assert.Contains("Pools:Api:Size 1 → 4", Assert.Single(Logs.Of(LogEvents.Reloaded)), StringComparison.Ordinal);
        AssertAtRest(Pools.Api);
    }

    [Fact]
    public async Task MaxOverflow_Larger_ServesThoseWhoWait()
    {
        await StartAsync(("Pools:Api:Size", "1"), ("Pools:Api:MaxOverflow", "0"));
        var held = await LeaseAsync(Pools.Api, 1);
        var waiting = TouchedLeaseAsync(Pools.Api);
        await WaitersAsync(Pools.Api, 1);

        Change(("Pools:Api:MaxOverflow", "1"));

        await ReturnAsync([.. held, await waiting.WaitAsync(Patience, Ended)]);
        AssertAtRest(Pools.Api);
    }

    [Fact]
    public async Task Size_Smaller_TakesNothingAwayAndShrinksAsLeasesComeBack()
    {
        await StartAsync(("Pools:Api:Size", "3"), ("Pools:Api:MaxOverflow", "0"));
        var held = await LeaseAsync(Pools.Api, 3);

        Change(("Pools:Api:Size", "1"));

        Assert.True(await held[2].Connection.ReadAsync(Database.Touch) >= 0);
        var waiting = TouchedLeaseAsync(Pools.Api);
        await WaitersAsync(Pools.Api, 1);
        await ReturnAsync(held.Take(2));
        Assert.False(waiting.IsCompleted);
        await ReturnAsync(held.Skip(2));
        await using var last = await waiting.WaitAsync(Patience, Ended);
        Assert.Equal((1, 1), Pools.Api.Snapshot(0) is var now ? (now.InUse, now.Size) : default);

        // Those of places that are gone are closed; one more is Batch's, on which the limits were read.
        await Eventually.TrueAsync(
            async () => await Database.CountConnectionsAsync(Pools) is 1 or 2, "what is too much is closed");
    }

    [Fact]
    public async Task MaxOverflow_Smaller_ClosesWhatIsTooMuchAsLeasesComeBack()
    {
        await StartAsync(
            ("Pools:Api:Size", "1"), ("Pools:Api:MaxOverflow", "3"), ("Pools:Api:OverflowIdleTimeout", "00:10:00"));
        var held = await LeaseAsync(Pools.Api, 4);

        Change(("Pools:Api:MaxOverflow", "0"));
        Assert.Equal(3, Pools.Api.Snapshot(0).OverflowInUse);
        await ReturnAsync(held);

        Assert.Equal((0, 0), Pools.Api.Snapshot(0) is var now ? (now.OverflowInUse, now.OverflowIdle) : default);

        // One is Batch's, on which the limits were read.
        await Eventually.TrueAsync(
            async () => await Database.CountConnectionsAsync(Pools) is 1 or 2, "what is too much is closed");
    }

    [Fact]
    public async Task AcquireTimeout_Shorter_BoundsTheNextWait()
    {
        await StartAsync(
            ("Pools:Api:Size", "1"), ("Pools:Api:MaxOverflow", "0"), ("Pools:Api:AcquireTimeout", "00:30:00"),
            ("Pools:Api:FinishingTimeout", "00:30:00"));
        await using var held = await TouchedLeaseAsync(Pools.Api);

        Change(("Pools:Api:AcquireTimeout", "00:00:00.050"));

        await Assert.ThrowsAsync<PoolExhaustedException>(
            () => Pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(Patience, Ended));
    }

    [Theory]
    [InlineData("Pools:Api:Size", "0", "Pools:Api:Size")]
    [InlineData("Pools:Api:Size", "many", "Pools:Api:Size")]
    [InlineData("Pools:Api:Sise", "3", "Pools:Api:Sise")]
    [InlineData("Pools:Api:Size", "5000", "Pools:Api")]
    [InlineData("Guard:Mode", "Sometimes", "Guard")]
    public async Task Setting_Wrong_IsRefusedByNameAndTheOldOnesRemain(string setting, string value, string named)
    {
        await StartAsync(("Pools:Api:Size", "2"));

        Change((setting, value), ("Pools:Api:MaxOverflow", "7"));

        Assert.Contains(named, Assert.Single(Logs.Of(LogEvents.ReloadRefused)), StringComparison.Ordinal);
        Assert.Equal((2, 20), Pools.Api.Snapshot(0) is var now ? (now.Size, now.MaxOverflow) : default);
    }

    [Fact]
    public async Task Setting_ThatCannotChange_IsSaid()
    {
        await StartAsync(("Pools:Api:Size", "2"));

        Change(("Pools:Api:ConnectTimeout", "00:00:07"), ("Pools:Api:Size", "3"));

        Assert.Contains(
            "Pools:Api:ConnectTimeout", Assert.Single(Logs.Of(LogEvents.NeedsRestart)), StringComparison.Ordinal);
        Assert.Equal(3, Pools.Api.Snapshot(0).Size);
    }

    [Fact]
    public async Task Guard_OtherMode_IsInForceAtOnce()
    {
        await StartAsync(("Guard:Mode", "Log"));
        using var flow = Flow.Begin("job", Workload.Api);
        await using (await Pools.Api.LeaseAsync(Ended))
        {
            Pools.Guard.Call("smtp").Dispose();
        }

        Change(("Guard:Mode", "Throw"));
        await using var held = await Pools.Api.LeaseAsync(Ended);
        Assert.Throws<ExternalCallException>(() => Pools.Guard.Call("smtp"));

        Change(("Guard:Allow:0", "smtp"));
        Pools.Guard.Call("smtp").Dispose();
        Assert.Throws<ExternalCallException>(() => Pools.Guard.Call("ldap"));
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Leasehold:ApplicationName", $"spec-{Guid.NewGuid():n}"[..20]),
            new("Leasehold:ShutdownTimeout", "00:00:00"),
            .. settings.Select(static s => new KeyValuePair<string, string?>($"Leasehold:{s.Key}", s.Value)),
        ]);
        builder.Services.AddSingleton<ILoggerFactory>(Logs);
        builder.Services.AddLeasehold(builder.Configuration).UseProvider(_ => Database.CreateProvider());
        _host = builder.Build();
        await _host.StartAsync(Ended);
    }

    private void Change(params (string Key, string Value)[] settings)
    {
        var configuration = (IConfigurationRoot)_host!.Services.GetRequiredService<IConfiguration>();
        foreach (var (key, value) in settings)
        {
            configuration[$"Leasehold:{key}"] = value;
        }

        configuration.Reload();
    }
}
