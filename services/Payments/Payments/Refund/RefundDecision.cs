using Leasehold.Payments.Http;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>How a request to refund ends: with a refund of a payment, new or found, or with a refusal.</summary>
internal readonly record struct RefundDecision(Payment? Payment, RefundRow? Refund, bool IsReplay, Refusal? Refusal)
{
    public static RefundDecision Of(Payment payment, RefundRow refund) => new(payment, refund, false, null);

    public static RefundDecision Replay(Payment payment, RefundRow refund) => new(payment, refund, true, null);

    public static RefundDecision Refuse(Refusal refusal) => new(null, null, false, refusal);
}
