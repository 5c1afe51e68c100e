using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Tests.Flows;

public sealed class HostedServiceFlowsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lh-flows-");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public static TheoryData<string> WaysToRegister => ["type", "factory", "instance", "resolved", "untyped factory"];

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
                "resolved" => builder.Services.AddSingleton(_ => worker = new FlowWorker())
                    .AddSingleton<IHostedService>(static s => s.GetRequiredService<FlowWorker>()),
                "untyped factory" => builder.Services.AddSingleton<IHostedService>(_ => worker = new FlowWorker()),
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

    [Fact]
    public async Task AddBackgroundServiceFlows_RegisteredLater_IsNamedAtTheStart()
    {
        using var host = Build(builder =>
        {
            builder.Logging.AddFakeLogging();
            builder.Services.AddHostedService(static _ => new FlowWorker());
            AddLeasehold(builder).AddBackgroundServiceFlows();
            builder.Services.AddSingleton<IHostedService>(static _ => new LateWorker());
        });

        await host.StartAsync(Ended);

        var warning = Assert.Single(
            host.Services.GetFakeLogCollector().GetSnapshot(), static record => record.Id.Id == 1022);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains(nameof(LateWorker), warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(FlowWorker), warning.Message, StringComparison.Ordinal);
        await host.StopAsync(Ended);
    }

    /// <summary>Nothing tells what the factory of a transient makes, and asking would make another one.</summary>
    [Fact]
    public async Task AddBackgroundServiceFlows_TransientFactoryLater_IsNamedAtTheStart()
    {
        using var host = Build(builder =>
        {
            builder.Logging.AddFakeLogging();
            builder.Services.AddTransient<IHostedService>(static _ => new FlowWorker());
            AddLeasehold(builder).AddBackgroundServiceFlows();
            builder.Services.AddTransient<IHostedService>(static _ => new LateWorker());
        });

        await host.StartAsync(Ended);

        var warning = Assert.Single(
            host.Services.GetFakeLogCollector().GetSnapshot(), static record => record.Id.Id == 1022);
        Assert.Contains(": IHostedService.", warning.Message, StringComparison.Ordinal);
        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task AddBackgroundServiceFlows_OtherServicesOfTheApplication_AreSaid()
    {
        using var host = Build(builder =>
        {
            builder.Logging.AddFakeLogging();
            builder.Services.AddHostedService<PlainService>();
            AddLeasehold(builder).AddBackgroundServiceFlows();
        });

        await host.StartAsync(Ended);

        var said = Assert.Single(
            host.Services.GetFakeLogCollector().GetSnapshot(), static record => record.Id.Id == 1024);
        Assert.Equal(LogLevel.Information, said.Level);
        Assert.Contains(nameof(PlainService), said.Message, StringComparison.Ordinal);
        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task AddBackgroundServiceFlows_AllRegisteredBefore_SaysNothing()
    {
        using var host = Build(builder =>
        {
            builder.Logging.AddFakeLogging();
            builder.Services.AddSingleton<IHostedService>(static _ => new FlowWorker());
            builder.Services.AddSingleton<IHostedService>(static _ => new PlainService());
            AddLeasehold(builder).AddBackgroundServiceFlows();
            builder.Services.AddSingleton(new LateWorker()).AddHostedServiceInFlow<LateWorker>();
        });

        await host.StartAsync(Ended);

        Assert.DoesNotContain(
            host.Services.GetFakeLogCollector().GetSnapshot(), static record => record.Id.Id == 1022);
        await host.StopAsync(Ended);
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
