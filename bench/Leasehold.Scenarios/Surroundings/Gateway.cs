using System.Net.Http.Json;
using System.Text.Json;
using Leasehold.LocalServers.Files;
using Leasehold.LocalServers.Processes;
using Leasehold.Scenarios.Serving;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>The payment gateway simulator in a process of its own, with its ledger as the judge.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private const int PageSize = 10_000;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ChildProcess _process;
    private readonly TemporaryFolder _folder;
    private readonly HttpClient _control;

    private Gateway(ChildProcess process, Uri address, TemporaryFolder folder)
    {
        _process = process;
        _folder = folder;
        Address = address;
        _control = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public static async Task<Gateway> StartAsync()
    {
        var folder = new TemporaryFolder("leasehold-gateway-");
        var (process, address) = await OwnProcess.ServeAsync(
            [ServeCommand.GatewayName],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Gateway__Ledger"] = folder.File("gateway.db"),
            });
        return new Gateway(process, address, folder);
    }

    public async Task SetLatencyAsync(TimeSpan latency)
    {
        using var answer = await _control.PutAsJsonAsync(
            "/control/faults", new { LatencyMs = (int)latency.TotalMilliseconds }, Json);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Forgets charges and counters.</summary>
    public async Task ResetAsync()
    {
        using var answer = await _control.PostAsync(
            new Uri("/control/reset?ledger=true&stats=true", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The most charges that were being worked on at once.</summary>
    public async Task<int> ReadPeakInFlightAsync()
    {
        using var stats = await _control.GetFromJsonAsync<JsonDocument>("/control/stats");
        return stats!.RootElement.GetProperty("charges").GetProperty("peak_in_flight").GetInt32();
    }

    /// <summary>The merchant_uid of every payment that took money, once for each time it did.</summary>
    public async Task<IReadOnlyList<string>> ReadChargesAsync()
    {
        var charged = new List<string>();
        long? after = 0;
        while (after is { } from)
        {
            using var page = await _control.GetFromJsonAsync<JsonDocument>(
                $"/control/ledger?after={from}&limit={PageSize}");
            var root = page!.RootElement;
            charged.AddRange(root.GetProperty("charges").EnumerateArray()
                .Where(static row => row.GetProperty("status").ValueEquals("success"))
                .Select(static row => row.GetProperty("merchant_uid").GetString()!));
            after = root.GetProperty("next_after") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }

        return charged;
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _process.TerminateAsync(StopTimeout);
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
