using Leasehold.AspNetCore;
using Leasehold.Durable;
using Leasehold.LocalServers.Files;
using Leasehold.Providers;
using Leasehold.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Dashboard.Tests.Hosting;

/// <summary>A real application on Kestrel, with two SQLite databases.</summary>
internal sealed class ShopApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private ShopApp(WebApplication app, TemporaryFolder folder, SlowSupplier supplier)
    {
        _app = app;
        _folder = folder;
        Supplier = supplier;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public Uri Dashboard => new(Address, "/leasehold/");

    public HttpClient Client { get; }

    public SlowSupplier Supplier { get; }

    public ConnectionPools Pools => _app.Services.GetRequiredService<ConnectionPools>();

    public DurableOperations Operations => _app.Services.GetRequiredService<DurableOperations>();

    public ShipOperation Shipping => _app.Services.GetRequiredService<ShipOperation>();

    /// <summary>The dashboard's own services once more, for tests of its parts.</summary>
    public ServiceProvider BuildDashboard(DashboardOptions? options = null)
        => DashboardServices.Build(
            _app.Services, _app.Services.GetRequiredService<RegisteredDatabases>(), options ?? new DashboardOptions());

    public static async Task<ShopApp> StartAsync(
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? begin = null,
        Action<WebApplication>? mount = null,
        string environment = "Development",
        bool isHttp = true)
    {
        var folder = new TemporaryFolder("leasehold-dashboard-");
        var supplier = await SlowSupplier.StartAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Shop",
            EnvironmentName = environment,
        });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Leasehold:Guard:Mode", "Log"), // what it would stop in Development is to be seen
            new("Leasehold:Pools:Api:Size", "4"),
            new("Leasehold:Pools:Api:MaxOverflow", "2"),
            new("Leasehold:Durable:PollInterval", "00:00:00.2"),
        ]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddLeasehold(builder.Configuration)
            .UseSqlite($"Data Source={folder.File("shop.db")}")
            .AddDurable()
            .AddOperation<ShipOperation>("shop.ship", static bounds =>
            {
                bounds.MaxAttempts = 1;
                bounds.FirstPause = TimeSpan.FromMilliseconds(10);
            });
        builder.Services.AddSingleton<ShipOperation>();
        builder.Services.AddLeasehold("reports", builder.Configuration)
            .UseSqlite($"Data Source={folder.File("reports.db")}");
        if (isHttp)
        {
            builder.AddLeaseholdHttp();
        }

        configure?.Invoke(builder);
        var app = builder.Build();
        begin?.Invoke(app);
        if (isHttp)
        {
            app.UseLeasehold();
            app.MapLeaseholdSnapshot();
        }

        app.MapPost("/render", RenderEndpoint.HandleAsync).AllowAnonymous();
        (mount ?? (static mounted => mounted.MapLeaseholdDashboard("/leasehold")))(app);
        RenderEndpoint.Target = null;
        await app.StartAsync();
        return new ShopApp(app, folder, supplier);
    }

    /// <summary>A request that holds a connection while it waits for the supplier's answer.</summary>
    public async Task<Task> StartRenderAsync()
    {
        RenderEndpoint.Target = Supplier.Address;
        var asked = Supplier.NextCallAsync();
        var request = Client.PostAsync(new Uri("/render", UriKind.Relative), null);
        await asked.WaitAsync(TimeSpan.FromSeconds(10));
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Supplier.Answer();
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Supplier.DisposeAsync();
        _folder.Dispose();
    }
}
