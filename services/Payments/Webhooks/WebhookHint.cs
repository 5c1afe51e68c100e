using System.Text.Json;
using Leasehold.Payments.Payments;
using Leasehold.ServiceDefaults.Idempotency;
using Leasehold.ServiceDefaults.Texts;

namespace Leasehold.Payments.Webhooks;

/// <summary>What a webhook points at. Nothing else of its body is believed: the gateway is asked.</summary>
/// <param name="Kind">The event's type, for people.</param>
/// <param name="MerchantUid">Our id of a payment.</param>
/// <param name="TransactionId">The gateway's id of a payment.</param>
internal sealed record WebhookHint(string Kind, string? MerchantUid, string? TransactionId)
{
    private const int MaxKindLength = 64;
    private const int MaxIdLength = 255;

    public bool PointsAtSomething => MerchantUid is not null || TransactionId is not null;

    /// <summary>Reads what it can; an unreadable body points at nothing.</summary>
    public static WebhookHint Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            var data = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var inner)
                && inner.ValueKind == JsonValueKind.Object ? inner : root;
            var kind = Text(root, "type");
            var uid = Text(data, "merchant_uid");
            var transaction = Text(data, "transaction_id");
            return new WebhookHint(
                PrintableText.IsName(kind, MaxKindLength) ? kind : "unknown",
                IdempotencyKey.IsWellFormed(uid) ? uid : null,
                PrintableText.IsName(transaction, MaxIdLength) ? transaction : null);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Not JSON, or with half a character in a name or a text, which is found only when it is read.
            return new WebhookHint("unreadable", null, null);
        }
    }

    private static string? Text(JsonElement element, string member)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
