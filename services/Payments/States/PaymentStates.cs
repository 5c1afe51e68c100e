namespace Leasehold.Payments.States;

/// <summary>The states of a payment, as stored and as answered.</summary>
internal static class PaymentStates
{
    public const string Pending = "pending";

    /// <summary>The gateway was asked; also while its answer is not known.</summary>
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string RefundProcessing = "refund_processing";
    public const string PartiallyRefunded = "partially_refunded";
    public const string Refunded = "refunded";
    public const string Cancelled = "cancelled";

    /// <summary>Whether the first outcome is still to come.</summary>
    public static bool IsOpen(string status) => status is Pending or Processing;
}
