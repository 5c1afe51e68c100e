using System.Net.Http.Json;
using System.Text.Json;
using Leasehold.LocalServers.Files;
using Leasehold.LocalServers.Processes;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Images;

/// <summary>The image processor simulator in a process of its own: latency without pixel work.</summary>
internal sealed class ProcessorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ChildProcess _process;
    private readonly TemporaryFolder _folder;
    private readonly HttpClient _control;

    private ProcessorProcess(ChildProcess process, Uri address, TemporaryFolder folder)
    {
        _process = process;
        _folder = folder;
        Address = address;
        _control = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public string Sample => new Uri(Address, "/samples/gradient.jpg").AbsoluteUri;

    public static async Task<ProcessorProcess> StartAsync()
    {
        var folder = new TemporaryFolder("leasehold-processor-");
        var (process, address) = await OwnProcess.ServeAsync(
            [ServeCommand.ProcessorName],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Processor__Results"] = folder.Path });
        return new ProcessorProcess(process, address, folder);
    }

    public async Task SimulateAsync(TimeSpan latency)
    {
        using var answer = await _control.PutAsJsonAsync(
            "/control/faults", new { LatencyMs = (int)latency.TotalMilliseconds, SkipPixels = true }, Json);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _process.TerminateAsync(StopTimeout);
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
