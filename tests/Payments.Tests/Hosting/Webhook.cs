using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Leasehold.Payments.Tests.Hosting;

/// <summary>A webhook as the gateway would send it; tests take away or change what they are about.</summary>
internal sealed record Webhook(string Body)
{
    public const string Secret = "whsec_" + KeyText;

    private const string KeyText = "dGVzdHMtc2lnbi13aXRoLXRoaXMta2V5LTAwMDE=";

    public string Id { get; init; } = PaymentsApi.NewName("msg");

    public string Timestamp { get; init; } = At(TimeProvider.System.GetUtcNow());

    public byte[] Key { get; init; } = Convert.FromBase64String(KeyText);

    public static Webhook About(string merchantUid, string type = "payment.updated")
        => new($$"""{"type":"{{type}}","data":{"merchant_uid":"{{merchantUid}}"} }""");

    public static Webhook AboutTransaction(string id)
        => new($$"""{"type":"payment.updated","data":{"transaction_id":"{{id}}"} }""");

    public static string At(DateTimeOffset time)
        => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public string Sign() => Sign(Encoding.UTF8.GetBytes(Body));

    /// <summary>Signs a body that is no text.</summary>
    public string Sign(ReadOnlySpan<byte> body)
        => "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(Key, (byte[])[.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. body]));

    public Task<Reply> SendAsync(PaymentsApi api, string? signature = null, string? body = null)
        => api.SendAsync(
            HttpMethod.Post,
            "/api/v1/payments/webhook",
            body ?? Body,
            CancellationToken.None,
            ("Webhook-Id", Id),
            ("Webhook-Timestamp", Timestamp),
            ("Webhook-Signature", signature ?? Sign()));
}
