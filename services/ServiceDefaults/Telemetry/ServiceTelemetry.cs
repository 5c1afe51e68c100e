using Leasehold.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Leasehold.ServiceDefaults.Telemetry;

/// <summary>
/// What a service tells of itself: metrics for Prometheus to scrape, its stages as log lines, and traces, metrics and
/// logs to a collector where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.
/// </summary>
public static class ServiceTelemetry
{
    private const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // The drivers' own meters tell what they count themselves; the other two are the framework's.
    private static readonly string[] Meters
        = ["Npgsql", "MySqlConnector", "Microsoft.AspNetCore.Hosting", "System.Net.Http"];

    private static readonly string[] Sources
        = ["Npgsql", "MySqlConnector", "Microsoft.AspNetCore", "System.Net.Http"];

    /// <summary>Collects what Leasehold, the driver and the framework tell.</summary>
    /// <param name="builder">The service being built.</param>
    public static void AddServiceMetrics(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService<StageLog>();
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics
            .AddLeaseholdInstrumentation()
            .AddMeter(Meters)
            .AddPrometheusExporter());
        if (builder.Configuration[CollectorVariable] is not { Length: > 0 })
        {
            return;
        }

        // All else is said by the variables that every SDK knows, OTEL_SERVICE_NAME included.
        var name = builder.Configuration["Leasehold:ApplicationName"] ?? builder.Environment.ApplicationName;
        telemetry
            .ConfigureResource(resource => resource.AddService(name).AddEnvironmentVariableDetector())
            .WithTracing(static traces => traces.AddLeaseholdInstrumentation().AddSource(Sources))
            .WithLogging(configureBuilder: null, static logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.IncludeScopes = true;
            })
            .UseOtlpExporter();
    }

    /// <summary>Answers a scrape at <c>/metrics</c>; for operators, as the snapshot.</summary>
    /// <param name="app">The service.</param>
    public static void MapServiceMetrics(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapPrometheusScrapingEndpoint("/metrics").RequireOperator();
    }
}
