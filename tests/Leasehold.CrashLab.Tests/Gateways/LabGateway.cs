using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Leasehold.LocalServers.Files;
using Leasehold.Simulators.PaymentGateway;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.CrashLab.Tests.Gateways;

/// <summary>The gateway simulator, whose ledger is what really happened to the money.</summary>
internal sealed class LabGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new("crash-lab-");
    private readonly WebApplication _app;
    private HttpClient? _http;

    private LabGateway()
        => _app = PaymentGatewayHost.Build(
            ["--urls=http://127.0.0.1:0", $"--Gateway:Ledger={_folder.File("gateway.db")}"]);

    public string Url => _app.Urls.First();

    private HttpClient Http => _http ??= new HttpClient { BaseAddress = new Uri(Url) };

    public static async Task<LabGateway> StartAsync()
    {
        var gateway = new LabGateway();
        await gateway._app.StartAsync();
        return gateway;
    }

    /// <summary>Replaces the faults in force; the text is JSON as the control route takes it.</summary>
    public async Task SetFaultsAsync(string faults)
    {
        using var content = new StringContent(faults, Encoding.UTF8, "application/json");
        using var answer = await Http.PutAsync("/control/faults", content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Forgets faults and ledger.</summary>
    public async Task ResetAsync()
    {
        using var answer = await Http.PostAsync("/control/reset?ledger=true&stats=true", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Charges that are at the gateway and not answered.</summary>
    public async Task<int> ChargesInFlightAsync()
        => (await Http.GetFromJsonAsync<JsonElement>("/control/stats"))
            .GetProperty("charges").GetProperty("in_flight").GetInt32();

    /// <summary>Payments that took money since the last reset.</summary>
    public async Task<long> ChargesMadeAsync()
        => (await Http.GetFromJsonAsync<JsonElement>("/control/stats")).GetProperty("charges_made").GetInt64();

    /// <summary>The whole ledger, declined payments included.</summary>
    public async Task<IReadOnlyList<LedgerCharge>> LedgerAsync()
    {
        var charges = new List<LedgerCharge>();
        long? after = 0;
        while (after is not null)
        {
            var page = await Http.GetFromJsonAsync<JsonElement>(
                string.Create(CultureInfo.InvariantCulture, $"/control/ledger?limit=10000&after={after}"));
            charges.AddRange(page.GetProperty("charges").EnumerateArray().Select(LedgerCharge.Read));
            var next = page.GetProperty("next_after");
            after = next.ValueKind == JsonValueKind.Null ? null : next.GetInt64();
        }

        return charges;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
