using System.Collections.Concurrent;
using Leasehold.Durable;
using Leasehold.Scenarios.Soak.Databases;
using Leasehold.Scenarios.Soak.Watching;
using Leasehold.ServiceDefaults.Database;
using Leasehold.Testing.Servers.Network;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Scenarios.Soak.Applications;

/// <summary>An application with pools, durable operations and contexts on a database of its own.</summary>
internal sealed class SoakApplication : IAsyncDisposable
{
    private readonly IHost _host;

    private SoakApplication(SoakDatabase database, string connectionString, TcpProxy? proxy, IHost host, string name)
    {
        Database = database;
        ConnectionString = connectionString;
        Proxy = proxy;
        _host = host;
        Name = name;
        Clearings = host.Services.GetRequiredService<Clearings>();
        Pools = host.Services.GetRequiredService<ConnectionPools>();
        Staged = host.Services.GetRequiredService<StagedOperations>();
        Durable = host.Services.GetRequiredService<DurableOperations>();
        Operation = host.Services.GetRequiredService<SoakOperation>();
        Contexts = host.Services.GetService<IDbContextFactory<NotesContext>>();
        SessionContexts = host.Services.GetService<EntityFrameworkCore.SessionContexts<NotesContext>>();
    }

    /// <summary>Names it to the server, and among the waits that the pools measure.</summary>
    public string Name { get; }

    public SoakDatabase Database { get; }

    /// <summary>Past the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Between it and its server: counts its connections, and cuts and freezes them.</summary>
    public TcpProxy? Proxy { get; }

    public ConnectionPools Pools { get; }

    public StagedOperations Staged { get; }

    public DurableOperations Durable { get; }

    public SoakOperation Operation { get; }

    /// <summary>Where its overflow shares the pool's data source, and EF Core knows the database.</summary>
    public IDbContextFactory<NotesContext>? Contexts { get; }

    public EntityFrameworkCore.SessionContexts<NotesContext>? SessionContexts { get; }

    public Clearings Clearings { get; }

    public WaitWatch Waits { get; } = new();

    public ErrorLog Errors { get; } = new();

    /// <summary>Callers that may have the driver open a connection beside the pool at this moment, to cancel.</summary>
    public int Cancelling;

    /// <summary>Who saw the mark of another holder.</summary>
    public ConcurrentQueue<string> MarksSeen { get; } = new();

    /// <param name="database">Where.</param>
    /// <param name="sharesOverflow">
    /// Whether overflow uses the pool's own data source: it has contexts then, where the database can have them.
    /// </param>
    public static async Task<SoakApplication> StartAsync(SoakDatabase database, bool sharesOverflow)
    {
        var name = $"soak-{database.Name}-{(sharesOverflow ? "shared" : "apart")}";
        var direct = await database.CreateAsync(name.Replace('-', '_'));
        await database.ExecuteAsync(direct, database.CreateNotes);
        await database.ExecuteAsync(direct, "CREATE TABLE left_behind (id INT)");
        await database.ExecuteAsync(
            direct,
            "INSERT INTO notes (id, n) VALUES "
            + string.Join(", ", Enumerable.Range(1, SoakDatabase.Notes).Select(static i => $"({i}, 0)")));
        var proxy = database.Server is { } server ? TcpProxy.Start(server.Port) : null;
        var settings = new DatabaseSettings(
            database.Kind, proxy is null ? direct : database.Through(direct, proxy.Port));
        var host = Build(database, settings, name, sharesOverflow);
        await host.Services.GetRequiredService<DurableOperations>().EnsureSchemaAsync();
        await host.StartAsync();
        var application = new SoakApplication(database, direct, proxy, host, name);
        if (application.Contexts is { } contexts)
        {
            // The first context builds the model: seconds on a busy machine, and no wait for a connection.
            await using var first = await contexts.CreateDbContextAsync();
            await first.Notes.CountAsync();
        }

        return application;
    }

    public ConnectionPool Pick(Random random) => random.Next(20) switch
    {
        < 14 => Pools.Api,
        < 19 => Pools.Background,
        _ => Pools.Batch,
    };

    public void Look(object? mark, string doing)
    {
        if (mark is string { Length: > 0 })
        {
            MarksSeen.Enqueue($"{Name}, {doing}");
        }
    }

    public int CountConnections() => Proxy?.OpenCount ?? Database.CountConnections(ConnectionString);

    /// <summary>Ends what it does by itself; the pools stay, which a stopped host would shut down.</summary>
    public async Task StopAsync()
    {
        foreach (var worker in _host.Services.GetServices<IHostedService>()
            .Where(static service => service.GetType().Assembly == typeof(DurableOperations).Assembly))
        {
            await worker.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await Pools.DisposeAsync();
        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }
    }

    private static IHost Build(SoakDatabase database, DatabaseSettings settings, string name, bool sharesOverflow)
    {
        // Nothing of the machine's or the working folder's.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var clearings = new Clearings();
        builder.Services.AddSingleton(clearings);
        builder.Logging.AddProvider(clearings).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddMetrics();
        var leasehold = builder.Services
            .AddLeasehold(builder.Configuration, options => Configure(options, name, sharesOverflow))
            .UseDatabase(settings);
        leasehold.AddDurable(static options => (options.Claim, options.PollInterval, options.StopGrace)
                = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)))
            .AddOperation<SoakOperation>(SoakOperation.Kind, static options => (options.SaveTimeout, options.FirstPause)
                = (TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100)));
        if (sharesOverflow && database.HasContexts)
        {
            builder.Services.AddDbContextFactory<NotesContext>(
                options => database.UseContext(options, settings.ConnectionString));
            leasehold.AddEntityFrameworkCore<NotesContext>();
        }

        return builder.Build();
    }

    private static void Configure(LeaseholdOptions options, string name, bool sharesOverflow)
    {
        options.ApplicationName = name;
        options.SharedOverflow = sharesOverflow;
        options.Budget = SoakPlan.Budget;
        options.AddStandardPools();
        Set(options.Pools["Api"], SoakPlan.ApiSize, SoakPlan.ApiOverflow);
        Set(options.Pools["Background"], SoakPlan.BackgroundSize, SoakPlan.BackgroundOverflow);
        Set(options.Pools["Batch"], SoakPlan.BatchSize, 0);
        Set(options.Pools["Durable"] = new PoolOptions(), SoakPlan.DurableSize, 0);

        static void Set(PoolOptions pool, int size, int overflow)
        {
            pool.Size = size;
            pool.MaxOverflow = overflow;
            pool.AcquireTimeout = SoakPlan.AcquireTimeout;
            pool.FinishingTimeout = SoakPlan.AcquireTimeout;
            pool.ConnectTimeout = TimeSpan.FromSeconds(2);
            pool.PrePingTimeout = TimeSpan.FromSeconds(1);
            pool.PrePingBypass = TimeSpan.FromMilliseconds(200);
            pool.OverflowIdleTimeout = TimeSpan.FromMilliseconds(500);
            pool.Recycle = TimeSpan.FromSeconds(15);
        }
    }
}
