using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Health;

/// <summary>Answers <c>{"status":"healthy|degraded|unhealthy","service":"…"}</c>, and in bounded time.</summary>
internal sealed class HealthEndpoint(string service)
{
    /// <summary>The name of the check of databases and pools.</summary>
    public const string Check = "leasehold";

    /// <summary>What the checks themselves are given beyond the database's time-out.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    // Encoded once; nothing in them depends on the request.
    private readonly byte[] _healthy = Body("healthy", service);
    private readonly byte[] _degraded = Body("degraded", service);
    private readonly byte[] _unhealthy = Body("unhealthy", service);

    public async Task AnswerAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var bound = services.GetRequiredService<IOptionsMonitor<HealthOptions>>().Get(Check).Timeout + Margin;
        var status = await CheckAsync(
            services.GetRequiredService<HealthCheckService>(), bound, context.RequestAborted).ConfigureAwait(false);
        var body = status switch
        {
            HealthStatus.Healthy => _healthy,
            HealthStatus.Degraded => _degraded,
            _ => _unhealthy,
        };
        var response = context.Response;
        response.StatusCode = status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    // A check of the service's own may hang as well, and a health answer that does not come helps nobody.
    private static async Task<HealthStatus> CheckAsync(
        HealthCheckService checks, TimeSpan bound, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(bound);
        try
        {
            var report = await checks.CheckHealthAsync(stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
            return report.Status;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthStatus.Unhealthy;
        }
    }

    private static byte[] Body(string status, string service)
        => System.Text.Encoding.UTF8.GetBytes(
            $$"""{"status":"{{status}}","service":"{{JsonEncodedText.Encode(service)}}"}""");
}
