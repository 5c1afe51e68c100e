using Leasehold.LocalServers.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Leasehold.Guest.Tests.Host;

/// <summary>The shop on Kestrel, listening on every address, with or without its guest.</summary>
internal sealed class ShopRun : IAsyncDisposable
{
    private static readonly DateTime Written = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private ShopRun(WebApplication app, TemporaryFolder folder)
    {
        _app = app;
        _folder = folder;
        Port = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)).Port;
    }

    public int Port { get; }

    public Uri Address => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", Port).Uri;

    public ConnectionPools Pools => _app.Services.GetRequiredService<ConnectionPools>();

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    public static async Task<ShopRun> StartAsync(
        GuestPlace place,
        string environment = "Production",
        Action<WebApplication>? map = null,
        Action<WebApplication>? mapGuest = null,
        bool isBare = false)
    {
        var folder = new TemporaryFolder("leasehold-guest-");
        WriteContent(folder.Path);
        var builder = CreateBuilder(folder, environment);
        if (place == GuestPlace.First)
        {
            AddGuest(builder, folder);
        }

        if (!isBare)
        {
            ShopServices.Add(builder);
        }

        if (place == GuestPlace.Last)
        {
            AddGuest(builder, folder);
        }

        var app = builder.Build();
        Build(app, place, isBare, map, mapGuest ?? MapGuest);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ShopRun(app, folder);
    }

    /// <summary>What the guest's routes are where the shop says nothing about them.</summary>
    public static void MapGuest(WebApplication app)
    {
        app.MapLeaseholdSnapshot();
        app.MapLeaseholdDiagnosis();
        app.MapLeaseholdFlightRecords();
        app.MapLeaseholdDashboard();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static WebApplicationBuilder CreateBuilder(TemporaryFolder folder, string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ShopRun).Assembly.GetName().Name,
            EnvironmentName = environment,
            ContentRootPath = folder.Path,
            WebRootPath = folder.File("web"),
        });
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.WebHost.UseUrls("http://0.0.0.0:0");
        return builder;
    }

    private static void WriteContent(string folder)
    {
        var web = Directory.CreateDirectory(Path.Combine(folder, "web", "static"));
        var file = Path.Combine(web.FullName, "hello.txt");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("hello, world\n", 100)));
        File.SetLastWriteTimeUtc(file, Written);
    }

    // The two lines of a team that adds Leasehold, and the database they are about.
    private static void AddGuest(WebApplicationBuilder builder, TemporaryFolder folder)
    {
        builder.Configuration.AddInMemoryCollection(
        [
            new("Leasehold:Guard:Mode", "Log"), // the tests themselves call while they hold
            new("Leasehold:Pools:Api:Size", "1"),
            new("Leasehold:Pools:Api:MaxOverflow", "0"),
            new("Leasehold:Pools:Api:AcquireTimeout", "00:00:00.1"),
        ]);
        builder.Services.AddLeasehold(builder.Configuration).UseSqlite($"Data Source={folder.File("shop.db")}");
        builder.AddLeaseholdHttp();
    }

    private static void Build(
        WebApplication app,
        GuestPlace place,
        bool isBare,
        Action<WebApplication>? map,
        Action<WebApplication> mapGuest)
    {
        if (place == GuestPlace.First)
        {
            app.UseLeasehold();
            mapGuest(app);
        }

        if (!isBare)
        {
            ShopRoutes.Use(app);
        }

        if (place == GuestPlace.Last)
        {
            app.UseLeasehold();
        }

        if (!isBare)
        {
            ShopRoutes.Map(app);
        }

        map?.Invoke(app);
        if (place == GuestPlace.Last)
        {
            mapGuest(app);
        }
    }
}
