using Leasehold.LocalServers.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Cli.Tests.Doctoring;

/// <summary>A real application on 127.0.0.1 with a database of its own, whose operators have a key.</summary>
internal sealed class SmallHost : IAsyncDisposable
{
    public const string Key = "key-41c9";
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private SmallHost(WebApplication app, TemporaryFolder folder)
    {
        _app = app;
        _folder = folder;
    }

    public string Url => _app.Urls.First();

    public Checkout Checkout => _app.Services.GetRequiredService<Checkout>();

    public ConnectionPools Pools => _app.Services.GetRequiredService<ConnectionPools>();

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers requests for the diagnosis that have the key; null for the real one.</param>
    /// <param name="isMapped">Whether there is a diagnosis at all.</param>
    /// <param name="postgreSql">Connects to PostgreSQL, in place of the file.</param>
    public static async Task<SmallHost> StartAsync(
        RequestDelegate? answer = null, bool isMapped = true, string? postgreSql = null)
    {
        var folder = new TemporaryFolder("leasehold-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Leasehold:ApplicationName"] = "shop";
        var leasehold = builder.Services.AddLeasehold(builder.Configuration);
        _ = postgreSql is null
            ? leasehold.UseSqlite($"Data Source={folder.File("small.db")}")
            : leasehold.UsePostgreSql(postgreSql);
        builder.Services.AddSingleton<Checkout>();
        builder.AddLeaseholdHttp();
        var app = builder.Build();
        app.Use(Guard);
        app.UseLeasehold();
        app.MapPost("/payments", static (Checkout checkout, CancellationToken token) => checkout.PayAsync(token));
        app.MapLeaseholdSnapshot().AllowAnonymous();
        if (answer is not null)
        {
            app.MapGet("/leasehold/diagnosis", answer);
        }
        else if (isMapped)
        {
            app.MapLeaseholdDiagnosis().AllowAnonymous();
        }

        await app.StartAsync();
        return new SmallHost(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    // No key: 401. Another one: 403.
    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        var key = context.Request.Headers["X-API-Key"].ToString();
        if (key == Key)
        {
            return next(context);
        }

        context.Response.StatusCode = key.Length == 0 ? 401 : 403;
        return Task.CompletedTask;
    }
}
