namespace Leasehold.Payments.Reviews;

/// <summary>What a person has to look at, as stored and as shown.</summary>
internal static class ReviewKinds
{
    /// <summary>The gateway took money for a payment that had ended here without any.</summary>
    public const string LateSuccess = "late_success";

    /// <summary>The gateway's answer is about another amount, currency or payment than was asked.</summary>
    public const string Mismatch = "mismatch";

    /// <summary>The gateway names another transaction than the one on record.</summary>
    public const string OtherTransaction = "other_transaction";

    /// <summary>The gateway says declined where a payment is on record.</summary>
    public const string GatewayDeclined = "gateway_declined";

    /// <summary>The gateway refunded another sum than is on record.</summary>
    public const string RefundMismatch = "refund_mismatch";

    /// <summary>Paid on record, unknown to the gateway.</summary>
    public const string OursOnly = "ours_only";

    /// <summary>Paid at the gateway, unknown here.</summary>
    public const string GatewayOnly = "gateway_only";

    /// <summary>The attempts to find out what became of it are used up.</summary>
    public const string Abandoned = "abandoned";
}
