using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Leasehold.Specification.Tests.DataSources;

/// <summary>Quartz keeps its jobs in the database of a pool, over the pool's own connections.</summary>
public abstract class QuartzStoreSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task PersistentStore_OverAPool_RunsItsJobsAndHoldsNothing()
    {
        var pools = Build(static api => api.Size = 2);
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(Logs);
        builder.Services.AddSingleton(signal);
        builder.Services.AddQuartz(quartz =>
        {
            quartz.UsePersistentStore(store =>
            {
                Use(store, source => source.DataSourceFactory = _ => pools.Api);
                store.ProvisionSchema();
            });
            quartz.ScheduleJob<SignalJob>(
                static trigger => trigger.WithIdentity("soon").StartNow(),
                static job => job.WithIdentity("signal").StoreDurably());
        });
        builder.Services.AddQuartzHostedService(static options => options.WaitForJobsToComplete = true);
        using (var host = builder.Build())
        {
            await host.StartAsync(Ended);
            await signal.Task.WaitAsync(Patience, Ended);
            await host.StopAsync(Ended);
        }

        await using var stored = pools.Background.CreateCommand("SELECT count(*) FROM QRTZ_JOB_DETAILS");
        Assert.Equal(1L, await stored.ExecuteScalarAsync(Ended));
        Assert.True(pools.Api.Snapshot().Leased > 1);
        AssertAtRest(pools.Api);
    }

    protected abstract void Use(IPersistentStoreBuilder store, Action<DataSourceOptions> source);
}
