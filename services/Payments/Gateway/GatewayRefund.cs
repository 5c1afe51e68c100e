using System.Text.Json.Serialization;

namespace Leasehold.Payments.Gateway;

/// <summary>The gateway's answer about a refund, as far as it gave one.</summary>
internal sealed class GatewayRefund
{
    public string? RefundId { get; set; }

    public string? TransactionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Status { get; set; }

    public decimal? Amount { get; set; }

    public string? Currency { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Message { get; set; }
}
