using System.Text.Json.Serialization;

namespace Leasehold.Payments.Gateway;

/// <summary>The gateway's answer about a payment, as far as it gave one.</summary>
internal sealed class GatewayPayment
{
    public string? TransactionId { get; set; }

    public string? MerchantUid { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Status { get; set; }

    public decimal? Amount { get; set; }

    public string? Currency { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Message { get; set; }

    /// <summary>Not in every gateway's answer.</summary>
    public decimal? RefundedAmount { get; set; }
}
