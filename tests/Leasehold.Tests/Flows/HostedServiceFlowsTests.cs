using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Tests.Flows;

public sealed class HostedServiceFlowsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lh-flows-");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public static TheoryData<string> WaysToRegister => ["type", "factory", "instance"];

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AddHostedServiceInFlow_Running_HasAFlowOfItsOwn()
    {
        using var host = Build(static builder =>
            builder.Services.AddSingleton(new FlowWorker()).AddHostedServiceInFlow<FlowWorker>());

        await host.StartAsync(Ended);
        var worker = host.Services.GetRequiredService<FlowWorker>();
        var flow = await worker.Seen.WaitAsync(Patience, Ended);

        Assert.Equal((nameof(FlowWorker), Workload.Background), (flow?.Name, flow?.Workload));
        Assert.Null(Flow.Current);
        await host.StopAsync(Ended);
        Assert.Equal(nameof(FlowWorker), worker.StoppedIn);
    }

    [Fact]
    public async Task AddHostedServiceInFlow_NamedWorkload_IsTheFlows()
    {
        using var host = Build(static builder =>
            builder.Services.AddSingleton(new FlowWorker()).AddHostedServiceInFlow<FlowWorker>(Workload.Batch));

        await host.StartAsync(Ended);
        var flow = await host.Services.GetRequiredService<FlowWorker>().Seen.WaitAsync(Patience, Ended);

        Assert.Equal(Workload.Batch, flow?.Workload);
        await host.StopAsync(Ended);
    }

    [Theory]
    [MemberData(nameof(WaysToRegister))]
    public async Task AddBackgroundServiceFlows_RegisteredBefore_RunsInAFlow(string way)
    {
        FlowWorker? worker = null;
        using (var host = Build(builder =>
        {
            _ = way switch
            {
                "type" => builder.Services.AddSingleton<Action<FlowWorker>>(made => worker = made)
                    .AddHostedService<TypedWorker>(),
                "factory" => builder.Services.AddHostedService(_ => worker = new FlowWorker()),
                _ => builder.Services.AddSingleton<IHostedService>(worker = new FlowWorker()),
            };
            AddLeasehold(builder).AddBackgroundServiceFlows();
        }))
        {
            await host.StartAsync(Ended);
            var flow = await worker!.Seen.WaitAsync(Patience, Ended);

            Assert.Equal((worker.GetType().Name, Workload.Background), (flow?.Name, flow?.Workload));
            await host.StopAsync(Ended);
        }

        Assert.Equal(way is not "instance", worker.IsDisposed);
    }

    [Fact]
    public async Task AddBackgroundServiceFlows_WorkerFails_StopsTheHostAsWithout()
    {
        using var host = Build(builder =>
        {
            builder.Services.AddHostedService(static _ => new FlowWorker(fails: true));
            AddLeasehold(builder).AddBackgroundServiceFlows();
        });
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
            .Register(() => stopping.TrySetResult());

        // The failure may come while the host still starts other services, which it then gives up.
        await Record.ExceptionAsync(() => host.StartAsync(Ended));

        await stopping.Task.WaitAsync(Patience, Ended);
    }

    [Fact]
    public void AddBackgroundServiceFlows_OtherHostedServices_AreLeftAlone()
    {
        var services = new ServiceCollection();
        services.AddHostedService<PlainService>();
        var builder = services.AddLeasehold(new Microsoft.Extensions.Configuration.ConfigurationManager());

        builder.AddBackgroundServiceFlows();

        Assert.Contains(services, static s => s.ImplementationType == typeof(PlainService));
    }

    private static IHost Build(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        configure(builder);
        return builder.Build();
    }

    private LeaseholdBuilder AddLeasehold(HostApplicationBuilder builder)
        => builder.Services.AddLeasehold(builder.Configuration)
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "unused.db")}");
}
