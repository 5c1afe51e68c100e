using System.Net.Http.Json;
using System.Text.Json;
using Leasehold.LocalServers.Files;
using Leasehold.Simulators.PaymentGateway;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.Payments.Tests.Hosting;

/// <summary>The real gateway simulator on a free port, with its control routes.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new("payments-tests-");
    private readonly WebApplication _app;
    private HttpClient? _http;

    private GatewayUnderTest()
        => _app = PaymentGatewayHost.Build(
            ["--urls=http://127.0.0.1:0", $"--Gateway:Ledger={_folder.File("gateway.db")}"]);

    public string Url => _app.Urls.First();

    private HttpClient Http => _http ??= new HttpClient { BaseAddress = new Uri(Url) };

    public static async Task<GatewayUnderTest> StartAsync()
    {
        var gateway = new GatewayUnderTest();
        await gateway._app.StartAsync();
        return gateway;
    }

    public async Task<LedgerTotals> TotalsAsync()
    {
        var totals = (await GetAsync("/control/ledger?limit=1")).GetProperty("totals");
        return new LedgerTotals(
            totals.GetProperty("charges").GetInt64(),
            totals.GetProperty("refunds").GetInt64(),
            totals.GetProperty("requests").GetInt64());
    }

    /// <summary>Replaces the faults in force; the text is JSON as the control route takes it.</summary>
    public async Task SetFaultsAsync(string faults)
    {
        using var answer = await Http.PutAsync(
            "/control/faults", new StringContent(faults, System.Text.Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    public Task ClearFaultsAsync() => SetFaultsAsync("{}");

    /// <summary>Returns once so many charges are at the gateway and not answered.</summary>
    public async Task WaitForChargesInFlightAsync(int count)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while ((await GetAsync("/control/stats")).GetProperty("charges").GetProperty("in_flight").GetInt32() < count)
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20), "The charge did not arrive.");
            await Task.Yield();
        }
    }

    /// <summary>Refunds at the gateway behind the service's back.</summary>
    public async Task RefundDirectlyAsync(string transactionId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/refunds")
        {
            Content = JsonContent.Create(new { transaction_id = transactionId }),
        };
        request.Headers.Add("Authorization", "Bearer dev-gateway-key");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Charges at the gateway behind the service's back.</summary>
    public async Task ChargeDirectlyAsync(string merchantUid, long amount = 15_000)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/payments")
        {
            Content = JsonContent.Create(
                new { merchant_uid = merchantUid, amount, currency = "KRW", card_token = "tok_visa" }),
        };
        request.Headers.Add("Authorization", "Bearer dev-gateway-key");
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often money was taken for an operation.</summary>
    public async Task<long> ChargesOfAsync(string merchantUid)
        => (await GetAsync($"/control/ledger?limit=1&merchant_uid={merchantUid}"))
            .GetProperty("totals").GetProperty("charges").GetInt64();

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path);
}
