using System.Text;
using Leasehold.CrashLab.Tests.Instances;

namespace Leasehold.CrashLab.Tests.Purchases;

/// <summary>A caller of the service, who waits only so long and takes no answer for an answer.</summary>
internal sealed class PaymentClient : IDisposable
{
    private readonly HttpClient _http;

    public PaymentClient(Uri address, TimeSpan? timeout = null)
        => _http = new HttpClient { BaseAddress = address, Timeout = timeout ?? LabTimes.ClientTimeout };

    public Task<ClientAnswer> OrderAsync(string number, decimal amount)
        => PostAsync(
            "/api/v1/orders",
            $$"""{"order_number":"{{number}}","customer_id":"customer-1","total_amount":{{amount}}}""",
            null);

    public Task<ClientAnswer> PayAsync(string number, decimal amount, string token, string key)
        => PostAsync(
            "/api/v1/payments/process",
            $$"""{"order_number":"{{number}}","amount":{{amount}},"card_token":"{{token}}"}""",
            key);

    public Task<ClientAnswer> RefundAsync(string paymentKey, decimal? amount, string key)
        => PostAsync(
            $"/api/v1/payments/PAY-{paymentKey}/refund", amount is null ? "{}" : $$"""{"amount":{{amount}}}""", key);

    public void Dispose() => _http.Dispose();

    private async Task<ClientAnswer> PostAsync(string path, string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        try
        {
            using var answer = await _http.SendAsync(request);
            return new ClientAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            return new ClientAnswer(0, gone.GetType().Name);
        }
    }
}
