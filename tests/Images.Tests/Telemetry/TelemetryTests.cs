using System.Collections.Concurrent;
using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Leasehold.Images.Tests.Telemetry;

/// <summary>What the service tells of itself.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("images-tests-");

    [Fact]
    public async Task Log_OneImageInDevelopment_HasItsStagesThePoolAndTheOutcome()
    {
        await using var processor = await ProcessorUnderTest.StartAsync();
        await using var service = await StartAsync(processor.Url);

        var reply = await service.Api.SyncAsync(processor.Url + "/samples/rings.png", """{"width":9}""");

        var lines = service.Logs.GetSnapshot().Where(static line => line.Level == LogLevel.Information)
            .Select(static line => line.Message).ToList();
        Assert.Contains(lines, static line => line.StartsWith(
            "prepare of POST /api/v1/images/process-sync begins. Pool ", StringComparison.Ordinal)
            && line.Contains(" in use, ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("The call of ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("save of ", StringComparison.Ordinal)
            && line.Contains(" ended: done, after ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(
            $"Image {reply.TaskId} is completed: 9x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_CollectorNamed_GetsTracesMetricsAndLogs()
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await using var collector = await PictureSite.StartAsync();
        foreach (var signal in new[] { "/v1/traces", "/v1/metrics", "/v1/logs" })
        {
            collector.ServeAt(signal, _ =>
            {
                seen[signal] = true;
                return Task.CompletedTask;
            });
        }

        await using var processor = await ProcessorUnderTest.StartAsync();
        await using (var service = await StartAsync(
            processor.Url,
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"))
        {
            await service.Api.SyncAsync(processor.Url + "/samples/rings.png", """{"width":9}""");

            // What is collected by then goes out when the service ends.
            await service.StopAsync();
        }

        Assert.Equal(
            ["/v1/logs", "/v1/metrics", "/v1/traces"], seen.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private Task<ServiceUnderTest> StartAsync(string processorUrl, params string[] args)
        => ServiceUnderTest.StartAsync(
            processorUrl, [$"--DATABASE_URL=sqlite:///{_folder.File("telemetry.db")}", .. args]);
}
