using System.Net.Http.Json;
using Leasehold.Durable;
using Leasehold.LocalServers.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Screenshots.Studio;

/// <summary>A small studio on SQLite, with a render service that takes its time.</summary>
internal sealed class StudioApp : IAsyncDisposable
{
    private static readonly TimeSpan RenderTime = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;
    private readonly WebApplication _renderer;
    private readonly HttpClient _client;
    private readonly TemporaryFolder _folder;

    private StudioApp(WebApplication app, WebApplication renderer, TemporaryFolder folder)
    {
        _app = app;
        _renderer = renderer;
        _folder = folder;
        Address = new Uri(app.Urls.First());
        _client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public static async Task<StudioApp> StartAsync()
    {
        var renderer = Bare();
        renderer.MapPost("/render", static async (CancellationToken stop) => await Task.Delay(RenderTime, stop));
        await renderer.StartAsync();

        var folder = new TemporaryFolder("leasehold-studio-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Studio",
            EnvironmentName = Environments.Production, // in Development the guard would stop what is to be seen
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
        [
            new("Leasehold:Pools:Api:Size", "8"),
            new("Leasehold:Pools:Api:MaxOverflow", "4"),
        ]);
        builder.Services.AddLeasehold(builder.Configuration)
            .UseSqlite($"Data Source={folder.File("studio.db")}")
            .AddDurable()
            .AddOperation<PublishSong>(PublishSong.Kind, static bounds => bounds.MaxAttempts = 1);
        builder.Services.AddSingleton<PublishSong>();
        builder.AddLeaseholdHttp();
        var app = builder.Build();
        app.UseLeasehold();
        StudioRoutes.Map(app, new Uri(new Uri(renderer.Urls.First()), "/render"));
        app.MapLeaseholdDashboard("/leasehold").AllowAnonymous(); // on loopback, for as long as the picture takes
        await app.StartAsync();
        await StudioRoutes.PrepareAsync(app.Services.GetRequiredService<ConnectionPools>());
        return new StudioApp(app, renderer, folder);
    }

    /// <summary>Twelve videos at once: more than the pool has connections.</summary>
    public void Render()
    {
        for (var i = 0; i < 12; i++)
        {
            _ = _client.PostAsync(new Uri("/videos", UriKind.Relative), null);
        }
    }

    /// <summary>What a studio is asked all day, until cancelled.</summary>
    public async Task TrafficAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            _ = _client.GetAsync(new Uri("/songs", UriKind.Relative), CancellationToken.None);
            _ = _client.PostAsJsonAsync(new Uri("/lyrics", UriKind.Relative), "la la la", CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(700), CancellationToken.None);
        }
    }

    /// <summary>An operation that ends as a dead letter.</summary>
    public Task LoseAnOrderAsync()
        => _app.Services.GetRequiredService<DurableOperations>().RunAsync(
            _app.Services.GetRequiredService<PublishSong>(),
            static (_, _) => Task.FromResult(new DurableStart<string>("song 17")));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _renderer.DisposeAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static WebApplication Bare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
