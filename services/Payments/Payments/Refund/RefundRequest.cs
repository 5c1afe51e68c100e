using Leasehold.Payments.Money;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>The body of POST /payments/{payment_id}/refund, as sent; it may be left out.</summary>
internal sealed class RefundRequest
{
    public AmountText? Amount { get; set; }

    public string? Reason { get; set; }
}
