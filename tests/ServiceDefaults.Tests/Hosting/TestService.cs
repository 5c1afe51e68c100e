using System.Net.Http.Headers;
using Leasehold.LocalServers.Files;
using Leasehold.Providers;
using Leasehold.ServiceDefaults.Http;
using Leasehold.ServiceDefaults.Operators;
using Leasehold.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Leasehold.ServiceDefaults.Tests.Hosting;

/// <summary>A service on Kestrel at 127.0.0.1 with a SQLite file of its own.</summary>
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

    public FakeLogCollector Logs => _app.Services.GetRequiredService<FakeLogCollector>();

    public IConfigurationRoot Configuration => (IConfigurationRoot)_app.Configuration;

    public static async Task<TestService> StartAsync(
        Action<WebApplication>? map = null,
        (string Key, string Value)[]? settings = null,
        DatabaseProvider? provider = null,
        string url = "http://127.0.0.1:0",
        Action<WebApplicationBuilder>? configure = null,
        string environment = "Development",
        string probeSql = "SELECT 1")
    {
        var folder = new TemporaryFolder("leasehold-");
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
        });
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Leasehold:Guard:Mode", "Log"), // the tests themselves call while they hold
            .. (settings ?? []).Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)),
        ]);
        builder.WebHost.UseUrls(url);
        var database = provider ?? new SqliteProvider($"Data Source={folder.File("test.db")}");
        builder.Services.AddLeasehold(builder.Configuration).UseProvider(_ => database);
        builder.AddServiceHttp(probeSql);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseServiceHttp();
        app.MapServiceHealth("/health", "test");
        app.MapOperatorPages();
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

    public async Task<Answer> GetAsync(string path, string? key = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

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
