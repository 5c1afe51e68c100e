namespace Leasehold.Payments.States;

/// <summary>The states of an order, as stored and as answered.</summary>
internal static class OrderStates
{
    public const string Pending = "pending";
    public const string PaymentProcessing = "payment_processing";
    public const string Paid = "paid";
    public const string PaymentFailed = "payment_failed";
    public const string PartiallyRefunded = "partially_refunded";
    public const string Refunded = "refunded";
    public const string Cancelled = "cancelled";
}
