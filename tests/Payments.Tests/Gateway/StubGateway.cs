using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.Payments.Tests.Gateway;

/// <summary>A gateway that answers as the test says, and keeps what it was asked.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubGateway(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(async context =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            Headers = context.Request.Headers.ToDictionary(
                static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            await answer(context);
        });
    }

    public ConcurrentQueue<string> Requests { get; } = new();

    public IReadOnlyDictionary<string, string> Headers { get; private set; }
        = new Dictionary<string, string>(StringComparer.Ordinal);

    public string Url => _app.Urls.First();

    public static async Task<StubGateway> StartAsync(RequestDelegate answer)
    {
        var gateway = new StubGateway(answer);
        await gateway._app.StartAsync();
        return gateway;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
