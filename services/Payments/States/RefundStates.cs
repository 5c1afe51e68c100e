namespace Leasehold.Payments.States;

/// <summary>The states of one refund, as stored.</summary>
internal static class RefundStates
{
    /// <summary>The gateway was asked; also while its answer is not known. The amount is reserved.</summary>
    public const string Processing = "processing";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
}
