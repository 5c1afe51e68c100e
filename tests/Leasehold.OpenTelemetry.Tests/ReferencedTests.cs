using System.Diagnostics;
using Leasehold.LocalServers.Files;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>Referencing the package is enough where the database is added by its name.</summary>
public sealed class ReferencedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("lh-otel-");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task AddLeasehold_ByName_HasMetricsAndSpans()
    {
        var (metrics, spans) = await RunAsync();

        Assert.NotEmpty(metrics);
        Assert.NotEmpty(spans);
    }

    [Fact]
    public async Task AddLeasehold_SwitchedOff_HasNeither()
    {
        var (metrics, spans) = await RunAsync(
            new("Leasehold:DisableMetrics", "true"), new("Leasehold:DisableTracing", "true"));

        Assert.Empty(metrics);
        Assert.Empty(spans);
    }

    private async Task<(List<string> Metrics, List<string> Spans)> RunAsync(
        params KeyValuePair<string, string?>[] settings)
    {
        var metrics = new List<Metric>();
        var spans = new List<Activity>();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(
            [.. settings, new("ConnectionStrings:shop", $"Data Source={_folder.File("shop.db")}")]);
        builder.AddLeasehold("shop");
        builder.Services.AddOpenTelemetry()
            .WithMetrics(m => m.AddInMemoryExporter(metrics))
            .WithTracing(t => t.AddInMemoryExporter(spans));
        using var host = builder.Build();
        await host.StartAsync(Ended);
        var meters = host.Services.GetRequiredService<MeterProvider>();
        await host.Services.GetRequiredService<StagedOperations>().RunAsync<int, int, int>(
            static (_, _) => Task.FromResult(1),
            static (prepared, _) => Task.FromResult(prepared),
            static (_, _, reply, _) => Task.FromResult(reply),
            cancellationToken: Ended);

        meters.ForceFlush();
        host.Services.GetRequiredService<TracerProvider>().ForceFlush();
        await host.StopAsync(Ended);
        return ([.. metrics.Select(static m => m.Name)], [.. spans.Select(static s => s.OperationName)]);
    }
}
