using Leasehold.LocalServers.Files;
using Leasehold.Providers;
using Leasehold.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Leasehold.AspNetCore.Tests;

/// <summary>An application on Kestrel at 127.0.0.1 with a SQLite file of its own, open to everybody.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private TestService(WebApplication app, TemporaryFolder folder)
    {
        _app = app;
        _folder = folder;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public ConnectionPools Pools => _app.Services.GetRequiredService<ConnectionPools>();

    public IServiceProvider Services => _app.Services;

    public HealthCheckService Checks => _app.Services.GetRequiredService<HealthCheckService>();

    public FakeLogCollector Logs => _app.Services.GetRequiredService<FakeLogCollector>();

    public static async Task<TestService> StartAsync(
        Action<WebApplication>? map = null,
        (string Key, string Value)[]? settings = null,
        DatabaseProvider? provider = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? begin = null,
        Action<HealthOptions>? health = null,
        string environment = "Production")
    {
        var folder = new TemporaryFolder("leasehold-");
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
        });
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Configuration.AddInMemoryCollection(
            (settings ?? []).Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var database = provider ?? new SqliteProvider($"Data Source={folder.File("test.db")}");
        builder.Services.AddLeasehold(builder.Configuration).UseProvider(_ => database);
        builder.Services.AddProblemDetails();
        builder.AddLeaseholdHttp();
        builder.Services.AddHealthChecks().AddLeasehold(configure: health);
        configure?.Invoke(builder);
        var app = builder.Build();
        begin?.Invoke(app);
        app.UseLeasehold();
        app.MapHealthChecks("/health");
        app.MapLeaseholdSnapshot().AllowAnonymous();
        map?.Invoke(app);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            folder.Dispose();
            throw;
        }

        return new TestService(app, folder);
    }

    public async Task<Answer> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        return await SendAsync(request);
    }

    public async Task<Answer> PostAsync(string path, string json, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(json, System.Text.Encoding.UTF8, mediaType);
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
