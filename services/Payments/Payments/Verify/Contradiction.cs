using Leasehold.Payments.Gateway;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments.Verify;

/// <summary>Compares a settled payment with what the gateway says of it.</summary>
internal static class Contradiction
{
    /// <summary>What a person has to look at; null when the two agree, or the gateway has said nothing.</summary>
    /// <param name="asked">The row as it was when the gateway was asked.</param>
    /// <param name="row">The row as it is now.</param>
    /// <param name="outcome">What the gateway said.</param>
    /// <param name="transactionId">The transaction it named.</param>
    public static Finding? Of(
        Payment asked, Payment row, CallOutcome<GatewayPayment> outcome, string? transactionId)
    {
        var finding = outcome.Kind switch
        {
            CallOutcomeKind.Succeeded => OfSuccess(asked, row, outcome.Reply),
            CallOutcomeKind.Declined when HoldsMoney(row) => (
                ReviewKinds.GatewayDeclined, "The payment is on record as paid; the gateway says it was declined."),
            CallOutcomeKind.Unknown when Outcomes.IsReview(outcome.Reason) => (
                ReviewKinds.Mismatch, $"The gateway's answer differs from what was asked: {outcome.Reason}."),
            CallOutcomeKind.Unknown when outcome.Reason == Outcomes.NotFound && HoldsMoney(row) => (
                ReviewKinds.OursOnly, "The payment is on record as paid; the gateway does not know it."),
            _ => ((string Kind, string Detail)?)null,
        };
        return finding is { } found ? Finding(row, found.Kind, found.Detail, transactionId) : null;
    }

    public static Finding Finding(Payment row, string kind, string detail, string? transactionId)
        => new(kind, row.Tenant, row.Id, detail)
        {
            PaymentId = PaymentId.Of(row.IdempotencyKey),
            TransactionId = transactionId ?? row.TransactionId,
        };

    /// <summary>Money at the gateway that no row here knows of.</summary>
    public static Finding GatewayOnly(GatewayPayment stranger)
        => new(
            ReviewKinds.GatewayOnly,
            "",
            stranger.MerchantUid ?? "",
            "The gateway has taken a payment that is not on record here.")
        {
            TransactionId = stranger.TransactionId,
        };

    private static (string Kind, string Detail)? OfSuccess(Payment asked, Payment row, GatewayPayment reply)
    {
        if (row.Status is PaymentStates.Failed or PaymentStates.Cancelled)
        {
            return (ReviewKinds.LateSuccess,
                $"The gateway took the money; the payment had ended as {row.Status} here. "
                + "Refund it or mend the order.");
        }

        if (!HoldsMoney(row))
        {
            return null;
        }

        // Left out, it is not compared.
        if (reply.TransactionId is not null
            && !string.Equals(row.TransactionId, reply.TransactionId, StringComparison.Ordinal))
        {
            return (ReviewKinds.OtherTransaction, "The gateway names another transaction than the one on record.");
        }

        // Only where nothing moved between the question and now: a refund on its way makes any sum right.
        var isQuiet = row.RefundReservedMinor == 0 && asked.RefundReservedMinor == 0
            && row.RefundedMinor == asked.RefundedMinor;
        return isQuiet && reply.RefundedAmount is { } refunded && !row.Refunded.IsSameAs(refunded)
            ? (ReviewKinds.RefundMismatch, "The gateway has refunded another sum than is on record.")
            : null;
    }

    private static bool HoldsMoney(Payment row)
        => !PaymentStates.IsOpen(row.Status) && row.Status is not (PaymentStates.Failed or PaymentStates.Cancelled);
}
