namespace Leasehold.Payments.Tests.Model;

/// <summary>What one order, its payment and its refunds must look like; as plain as it can be said.</summary>
internal sealed class PaymentModel
{
    public const int Total = 1_000;

    /// <summary>Whether a payment is open whose outcome nobody here knows.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Whether the gateway has taken the money.</summary>
    public bool IsCharged { get; private set; }

    public bool IsPaid { get; private set; }

    public bool HasFailed { get; private set; }

    public bool IsCancelled { get; private set; }

    public int Refunded { get; private set; }

    /// <summary>Refunds that were made, and whose answers were lost.</summary>
    public int Reserved { get; private set; }

    public string OrderStatus
        => IsCancelled ? "cancelled"
            : IsUnknown ? "payment_processing"
            : !IsPaid ? HasFailed ? "payment_failed" : "pending"
            : Refunded == 0 ? "paid"
            : Refunded == Total ? "refunded"
            : "partially_refunded";

    public string? PaymentStatus
        => IsUnknown ? "processing"
            : !IsPaid ? HasFailed ? "failed" : null
            : Reserved > 0 ? "refund_processing"
            : Refunded == 0 ? "completed"
            : Refunded == Total ? "refunded"
            : "partially_refunded";

    public bool IsPayable => !IsUnknown && !IsPaid && !IsCancelled;

    /// <summary>Pays under a new key; the status of the answer.</summary>
    public int Pay(string token)
    {
        if (!IsPayable)
        {
            return 409;
        }

        IsCharged = token is "tok_visa" or "tok_error_after";
        IsPaid = token == "tok_visa";
        HasFailed = token == "tok_declined";
        IsUnknown = token is "tok_error_after" or "tok_error_before";
        return IsUnknown ? 202 : 200;
    }

    public int Cancel()
    {
        if (!IsPayable)
        {
            return 409;
        }

        IsCancelled = true;
        return 200;
    }

    /// <summary>Asks the gateway: everything that it did is known afterwards, and nothing else.</summary>
    public void Verify()
    {
        IsPaid |= IsUnknown && IsCharged;
        IsUnknown &= !IsCharged;
        Refunded += Reserved;
        Reserved = 0;
    }

    /// <summary>Refunds under a new key.</summary>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="fate">What the gateway does with it.</param>
    public int Refund(int? amount, RefundFate fate)
    {
        var left = Total - Refunded;
        var free = left - Reserved;
        if (!IsPaid || left == 0 || (amount is null && free == 0))
        {
            return 409;
        }

        var sum = amount ?? free;
        if (sum > left)
        {
            return 422;
        }

        if (sum > free || fate == RefundFate.Declined)
        {
            return 409;
        }

        (Refunded, Reserved) = fate == RefundFate.Lost ? (Refunded, Reserved + sum) : (Refunded + sum, Reserved);
        return fate == RefundFate.Lost ? 202 : 200;
    }
}
