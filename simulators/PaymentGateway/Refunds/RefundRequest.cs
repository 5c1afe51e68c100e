namespace Leasehold.Simulators.PaymentGateway.Refunds;

/// <summary>The body of POST /v1/refunds, as sent.</summary>
internal sealed class RefundRequest
{
    public string? TransactionId { get; set; }

    /// <summary>How much; null for all that is left.</summary>
    public decimal? Amount { get; set; }

    /// <summary>What the caller believes is left before this refund; null when it does not say.</summary>
    public decimal? Remaining { get; set; }
}
