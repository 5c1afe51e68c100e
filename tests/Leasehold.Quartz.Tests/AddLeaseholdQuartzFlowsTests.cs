using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Quartz.Extensibility;

namespace Leasehold.Quartz.Tests;

public sealed class AddLeaseholdQuartzFlowsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lh-quartz-");
    private readonly Channel<JobRun> _runs = Channel.CreateUnbounded<JobRun>();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Job_ByDefault_RunsInAFlowOfItsOwnOnTheBackgroundPool()
    {
        var run = await RunAsync(static services => services.AddLeaseholdQuartzFlows());

        Assert.Equal(new JobRun("job DEFAULT.report", Workload.Background, "Background"), run);
    }

    [Fact]
    public async Task Job_OfANamedWorkload_LeasesFromItsPool()
    {
        var run = await RunAsync(static services => services.AddLeaseholdQuartzFlows(Workload.Batch));

        Assert.Equal("Batch", run.LeasedFrom);
    }

    [Fact]
    public async Task Job_WithoutFlows_LeasesFromApi()
    {
        var run = await RunAsync(static _ => { });

        Assert.Equal(new JobRun(null, null, "Api"), run);
    }

    [Fact]
    public async Task JobFactory_OfTheApplication_GoesOnMakingAndDisposingJobs()
    {
        var disposed = ReportJob.Disposed;
        CountingJobFactory? factory = null;

        var run = await RunAsync(services =>
        {
            services.AddSingleton<IJobFactory>(s =>
                factory = ActivatorUtilities.CreateInstance<CountingJobFactory>(s));
            services.AddLeaseholdQuartzFlows();
        });

        Assert.Equal("Background", run.LeasedFrom);
        Assert.Equal(1, factory?.Made);
        Assert.True(ReportJob.Disposed > disposed);
    }

    [Fact]
    public void AddLeaseholdQuartzFlows_BeforeAddQuartz_SaysSo()
        => Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddLeaseholdQuartzFlows());

    private async Task<JobRun> RunAsync(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(_runs);
        builder.Services.AddLeasehold(builder.Configuration)
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "jobs.db")}");
        builder.Services.AddQuartz(static quartz =>
        {
            quartz.ScheduleJob<ReportJob>(
                static trigger => trigger.StartNow(), static job => job.WithIdentity("report"));
        });
        configure(builder.Services);
        builder.Services.AddQuartzHostedService(static options => options.WaitForJobsToComplete = true);
        using var host = builder.Build();
        await host.StartAsync(Ended);
        var run = await _runs.Reader.ReadAsync(Ended).AsTask().WaitAsync(Patience, Ended);
        await host.StopAsync(Ended);
        return run;
    }
}
