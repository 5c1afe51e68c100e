using Leasehold.Payments.Http;
using Leasehold.Payments.Money;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>A payment after a refund as the contract shows it, with the gateway's id of the refund.</summary>
internal sealed record RefundAnswer(
    string PaymentId,
    string OrderNumber,
    string Status,
    decimal Amount,
    string Currency,
    decimal RefundedAmount,
    string? TransactionId,
    string? RefundId,
    string Message)
{
    /// <summary>As it was when the refund was settled: what a repeat gets too.</summary>
    public static RefundAnswer Of(Payment payment, RefundRow refund, Language language)
    {
        var status = refund.PaymentStatus ?? PaymentStates.RefundProcessing;
        var refunded = new Amount(refund.RefundedMinor ?? payment.RefundedMinor, payment.Currency);
        return new RefundAnswer(
            Payments.PaymentId.Of(payment.IdempotencyKey),
            payment.OrderNumber,
            status,
            payment.Amount.Value,
            payment.Currency,
            refunded.Value,
            payment.TransactionId,
            refund.GatewayRefundId,
            PaymentMessages.Of(status).In(language));
    }
}
