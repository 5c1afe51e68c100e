using System.Net.Http.Headers;
using System.Text;

namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>Speaks to a gateway with a real HttpClient.</summary>
internal sealed class GatewayClient : IDisposable
{
    public const string Key = "test-key";

    public GatewayClient(string url)
    {
        Http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public HttpClient Http { get; }

    public Task<Reply> ChargeAsync(
        string merchantUid,
        string amount = "50000",
        string currency = "KRW",
        string cardToken = "tok_visa",
        CancellationToken cancellationToken = default) =>
        PostAsync("/v1/payments", ChargeBody(merchantUid, amount, currency, cardToken), null, cancellationToken);

    /// <summary>Charges, and gives the transaction id.</summary>
    public async Task<string> PaidAsync(string merchantUid, string amount = "50000", string currency = "KRW")
    {
        var reply = await ChargeAsync(merchantUid, amount, currency);
        Assert.Equal("success", reply["status"]);
        return reply["transaction_id"]!;
    }

    public Task<Reply> RefundAsync(
        string transactionId, string? key, string? amount = null, string? remaining = null)
    {
        var amountMember = amount is null ? "" : $", \"amount\": {amount}";
        var remainingMember = remaining is null ? "" : $", \"remaining\": {remaining}";
        return PostAsync(
            "/v1/refunds", $$"""{"transaction_id": "{{transactionId}}"{{amountMember}}{{remainingMember}} }""", key);
    }

    public Task<Reply> LookUpAsync(string merchantUid) => GetAsync($"/v1/payments?merchant_uid={merchantUid}");

    public async Task<Reply> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return await Reply.ReadAsync(response);
    }

    public Task<Reply> PostAsync(
        string path, string body, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, path, body, idempotencyKey, cancellationToken);

    public Task<Reply> TryPutFaultsAsync(string faults) => SendAsync(HttpMethod.Put, "/control/faults", faults, null);

    public async Task PutFaultsAsync(string faults)
    {
        var reply = await TryPutFaultsAsync(faults);
        Assert.True(reply.Status == System.Net.HttpStatusCode.OK, reply.Body);
    }

    public async Task<int> LedgerTotalAsync(string name, string? merchantUid = null) =>
        (await LedgerAsync(merchantUid)).Json.GetProperty("totals").GetProperty(name).GetInt32();

    public Task<Reply> LedgerAsync(string? merchantUid = null) =>
        GetAsync(merchantUid is null ? "/control/ledger" : $"/control/ledger?merchant_uid={merchantUid}");

    /// <summary>What the requests log says became of each request for the merchant_uid.</summary>
    public async Task<IReadOnlyList<string>> OutcomesAsync(string merchantUid) =>
        [.. (await GetAsync($"/control/requests?merchant_uid={merchantUid}")).Json.GetProperty("requests")
            .EnumerateArray().Select(row => row.GetProperty("outcome").GetString()!)];

    public static string ChargeBody(
        string merchantUid, string amount = "50000", string currency = "KRW", string cardToken = "tok_visa") =>
        $$"""
        {"merchant_uid": "{{merchantUid}}", "amount": {{amount}}, "currency": "{{currency}}",
         "card_token": "{{cardToken}}"}
        """;

    public void Dispose() => Http.Dispose();

    private async Task<Reply> SendAsync(
        HttpMethod method, string path, string body, string? key, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await Http.SendAsync(request, cancellationToken);
        return await Reply.ReadAsync(response);
    }
}
