using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Durable.Tests.Working;

/// <summary>One worker for several kinds, and its end.</summary>
public abstract class WorkerSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private string SlowKind => $"{Kind}-slow";

    [Fact]
    public async Task Worker_EightySlowOnesOfAKindAreFirst_RunsTheOtherKind()
    {
        var instance = await WithSlowAsync();
        var slow = await AddSlowAsync(instance, 80);
        await Eventually.TrueAsync(() => slow.Running == 8, "all places of the slow kind are taken", Patience);

        await instance.AddAsync(1, 3);
        instance.Operations.Wake();
        await CompletedAsync(3);

        Assert.Equal(8, slow.Running);
        slow.Answer();
    }

    [Fact]
    public async Task Worker_KindHasALimitOfItsOwn_KeepsToItAndRunsAll()
    {
        var instance = await WithSlowAsync(options => options.Operations[SlowKind].MaxConcurrency = 2);
        var slow = await AddSlowAsync(instance, 10);
        await Eventually.TrueAsync(() => slow.Running == 2, "its places are taken", Patience);

        slow.Answer();
        await Eventually.EqualAsync(
            10,
            () => Database.ReadAsync($"SELECT count(*) FROM {JournalTable} WHERE kind = '{SlowKind}' AND state = 1"),
            Patience);

        Assert.Equal(2, slow.Most);
    }

    [Fact]
    public async Task Worker_KindHasAWorkloadOfItsOwn_RunsItOnThatPool()
    {
        var instance = await StartAsync(options => options.Operations[Kind].Workload = "Batch");
        await instance.AddAsync(1, 5);
        var background = instance.Pools.Background.Snapshot().Leased;
        instance.Operations.Wake();

        await CompletedAsync(5);

        Assert.Equal(background, instance.Pools.Background.Snapshot().Leased);
        Assert.InRange(instance.Pools.Batch.Snapshot().Leased, 5, 20);
    }

    [Fact]
    public void Workload_HasNoPool_IsRefusedByName()
    {
        var refused = Assert.ThrowsAny<InvalidOperationException>(
            () => Build(options => options.Operations[Kind].Workload = "Nightly"));

        Assert.Contains($"{Kind}:Workload", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Nightly", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithoutStop_EndsTheLoops()
    {
        var instance = await StartAsync();
        var service = instance.Services.GetRequiredService<DurableSetup>().Service;
        await instance.AddAsync(1, 1);
        await CompletedAsync(1);

        await instance.DisposeUnstoppedAsync();

        await service.Ended.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Start_ALaterServiceFails_NothingIsWorkedOn()
    {
        var earlier = await FrozenAsync();
        await earlier.AddAsync(1, 1);
        var instance = Build(more: static durable => durable.Services.AddHostedService<FailingService>());
        var service = instance.Services.GetRequiredService<DurableSetup>().Service;

        await Assert.ThrowsAsync<InvalidTimeZoneException>(instance.StartAsync);
        Assert.Empty(instance.Charge.Calls);
        await instance.DisposeUnstoppedAsync();

        await service.Ended.WaitAsync(Patience, Ended);
        Assert.Equal(1, await CountAsync(DurableState.Prepared));
    }

    private Task<Instance> WithSlowAsync(Action<DurableOptions>? configure = null)
        => StartAsync(configure, durable => durable.AddOperation<SlowOperation>(SlowKind));

    private static async Task<SlowOperation> AddSlowAsync(Instance instance, int count)
    {
        var slow = instance.Services.GetRequiredService<SlowOperation>();
        await instance.Pools.InSessionAsync(
            async (session, token) =>
            {
                for (var i = 0; i < count; i++)
                {
                    await instance.Operations.AddAsync(
                        session, slow, new DurableStart<int>(i), cancellationToken: token);
                }
            },
            Ended);
        instance.Operations.Wake();
        return slow;
    }

    private sealed class FailingService : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidTimeZoneException();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
