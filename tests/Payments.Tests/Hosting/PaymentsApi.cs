using System.Text;

namespace Leasehold.Payments.Tests.Hosting;

/// <summary>The service's routes as a caller uses them.</summary>
internal sealed class PaymentsApi(HttpClient http)
{
    public const string Token = "tok_visa";

    private static int _sequence;

    /// <summary>Never used before by any test of the process.</summary>
    public static string NewName(string prefix)
        => $"{prefix}-{Interlocked.Increment(ref _sequence):D5}-{Guid.NewGuid().ToString("N")[..8]}";

    public async Task<string> NewOrderAsync(decimal total = 15_000, string currency = "KRW")
    {
        var number = NewName("ORD");
        var reply =
            await CreateOrderAsync(number, total.ToString(System.Globalization.CultureInfo.InvariantCulture), currency);
        Assert.Equal(201, reply.Status);
        return number;
    }

    public Task<Reply> CreateOrderAsync(
        string number, string total, string currency = "KRW", string customer = "customer-1")
        => SendAsync(HttpMethod.Post, "/api/v1/orders",
            $$"""
            {"order_number":"{{number}}","customer_id":"{{customer}}",
             "total_amount":{{total}},"currency":"{{currency}}"}
            """);

    public Task<Reply> ReadOrderAsync(string number) => SendAsync(HttpMethod.Get, $"/api/v1/orders/{number}");

    public async Task<string?> OrderStatusAsync(string number) => (await ReadOrderAsync(number))["status"];

    public Task<Reply> CancelAsync(string number) => SendAsync(HttpMethod.Post, $"/api/v1/orders/{number}/cancel");

    public Task<Reply> PayAsync(
        string order,
        string key,
        string amount = "15000",
        string currency = "KRW",
        string token = Token,
        CancellationToken cancellationToken = default)
        => PayRawAsync(
            $$"""{"order_number":"{{order}}","amount":{{amount}},"currency":"{{currency}}","card_token":"{{token}}"}""",
            cancellationToken,
            ("Idempotency-Key", key));

    public Task<Reply> PayRawAsync(string body, params (string Name, string Value)[] headers)
        => PayRawAsync(body, CancellationToken.None, headers);

    public Task<Reply> PayRawAsync(
        string body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Post, "/api/v1/payments/process", body, cancellationToken, headers);

    public Task<Reply> ReadPaymentAsync(string key) => SendAsync(HttpMethod.Get, $"/api/v1/payments/PAY-{key}");

    public Task<Reply> VerifyAsync(string key) => SendAsync(HttpMethod.Post, $"/api/v1/payments/PAY-{key}/verify");

    /// <summary>A payment of an order of its own, completed; its key.</summary>
    public async Task<string> NewPaymentAsync(decimal total = 15_000, string currency = "KRW")
    {
        var key = NewName("key");
        var text = total.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var reply = await PayAsync(await NewOrderAsync(total, currency), key, text, currency);
        Assert.Equal((200, "completed"), (reply.Status, reply["status"]));
        return key;
    }

    public Task<Reply> RefundAsync(string paymentKey, string? key = null, string? amount = null, string? reason = null)
    {
        var members = new List<string>();
        if (amount is not null)
        {
            members.Add($"\"amount\":{amount}");
        }

        if (reason is not null)
        {
            members.Add($"\"reason\":\"{reason}\"");
        }

        return SendAsync(
            HttpMethod.Post,
            $"/api/v1/payments/PAY-{paymentKey}/refund",
            members.Count > 0 ? $"{{{string.Join(',', members)}}}" : null,
            CancellationToken.None,
            key is null ? [] : [("Idempotency-Key", key)]);
    }

    public Task<Reply> SendAsync(HttpMethod method, string path, string? body = null)
        => SendAsync(method, path, body, CancellationToken.None);

    public async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var response = await http.SendAsync(request, cancellationToken);
        return new Reply(
            (int)response.StatusCode,
            response.Headers,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
