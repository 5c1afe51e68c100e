using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace Leasehold.ServiceDefaults.Telemetry;

/// <summary>The metrics of a service, for Prometheus to scrape.</summary>
public static class ServiceTelemetry
{
    // The drivers' own meters tell what they count themselves; the other two are the framework's.
    private static readonly string[] Meters
        = ["Npgsql", "MySqlConnector", "Microsoft.AspNetCore.Hosting", "System.Net.Http"];

    /// <summary>Collects the metrics of Leasehold, the driver and the framework.</summary>
    /// <param name="builder">The service being built.</param>
    public static void AddServiceMetrics(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics
            .AddLeaseholdInstrumentation()
            .AddMeter(Meters)
            .AddPrometheusExporter());
    }

    /// <summary>Answers a scrape at <c>/metrics</c>; for operators, as the snapshot.</summary>
    /// <param name="app">The service.</param>
    public static void MapServiceMetrics(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapPrometheusScrapingEndpoint("/metrics").RequireOperator();
    }
}
