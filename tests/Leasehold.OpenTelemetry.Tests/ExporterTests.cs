using System.Diagnostics;
using Leasehold.LocalServers.Files;
using Leasehold.Specification.Tests.Guards;
using Leasehold.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>The guard and the SDK in one process.</summary>
public sealed class ExporterTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new("lh-otel-");
    private readonly OtherSide _collector = new();
    private readonly ActivitySource _source = new($"test-{Guid.NewGuid():n}");
    private readonly ConnectionPools _pools;

    public ExporterTests()
        => _pools = new ConnectionPoolsBuilder(
            new SqliteProvider($"Data Source={_folder.File("exporter.db")}"),
            new LeaseholdOptions { ApplicationName = "exporter" })
        {
            Guard = new ExternalCallGuard(new GuardOptions { Mode = GuardMode.Throw }),
        }.Build();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _pools.DisposeAsync();
        await _collector.DisposeAsync();
        _source.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Export_OfASpanThatEndsWhileAConnectionIsHeld_IsLeftAlone()
    {
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(_source.Name)
            .AddOtlpExporter(options =>
            {
                options.Endpoint = new Uri($"http://{_collector.Authority}/v1/traces");
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                options.ExportProcessorType = ExportProcessorType.Simple;
            })
            .Build();
        using var flow = Flow.Begin("GET /traced", Workload.Api);
        await using var lease = await _pools.Api.LeaseAsync(Ended);

        // The exporter sends it at once, on this thread and in this flow.
        Assert.IsType<Activity>(_source.StartActivity("query")).Dispose();

        Assert.Equal(1, _collector.Requests);
        Assert.Empty(_pools.Guard.Reports);
    }

    [Fact]
    public async Task Call_BesideTheExporter_IsStopped()
    {
        using var client = new HttpClient();
        using var flow = Flow.Begin("GET /calls", Workload.Api);
        await using var lease = await _pools.Api.LeaseAsync(Ended);

        await Assert.ThrowsAsync<ExternalCallException>(() => client.GetAsync(_collector.Uri, Ended));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddLeaseholdInstrumentation_InAHost_SetsTheOptionOfEachDatabase(bool chosen)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddLeaseholdInstrumentation(connectionMetrics: chosen));
        builder.Services.AddLeasehold(builder.Configuration).UseSqlite("Data Source=unused.db");
        builder.Services.AddLeasehold("second", builder.Configuration).UseSqlite("Data Source=unused2.db");
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptionsMonitor<LeaseholdOptions>>();
        Assert.Equal(chosen, options.CurrentValue.ConnectionMetrics);
        Assert.Equal(chosen, options.Get("second").ConnectionMetrics);
    }
}
