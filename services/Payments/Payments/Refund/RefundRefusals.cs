using Leasehold.Payments.Cards;
using Leasehold.Payments.Http;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>Why a refund is not made.</summary>
internal static class RefundRefusals
{
    public static readonly Refusal KeyNeeded = new(
        400,
        "idempotency_key_missing",
        new("A refund of an amount needs an Idempotency-Key.", "금액을 지정한 환불에는 Idempotency-Key가 필요합니다."));

    public static readonly Refusal MoreThanLeft = new(
        422, "more_than_left", new("amount is more than is left of the payment.", "환불 가능한 금액을 초과했습니다."));

    private static readonly Refusal BadReason = new(
        422,
        "bad_reason",
        new("reason must be at most 200 characters without control characters.", "reason은 제어 문자 없이 200자 이하여야 합니다."));

    /// <summary>Held by another refund whose outcome is not known yet.</summary>
    public static readonly Refusal Reserved = new(
        409,
        "refund_in_progress",
        new("Another refund of this payment is being processed.", "이 결제의 다른 환불이 처리 중입니다."))
    {
        MayPass = true,
    };

    public static readonly Refusal Declined = new(
        409,
        "refund_declined",
        new("The gateway refused the refund; nothing was refunded.", "결제사에서 환불을 거절했습니다. 환불되지 않았습니다."));

    private static readonly Refusal OutcomeUnknown = new(
        409,
        "payment_processing",
        new("The outcome of the payment is not known yet.", "결제 결과가 아직 확인되지 않았습니다."))
    {
        MayPass = true,
    };

    private static readonly Refusal Refunded = new(
        409, "payment_refunded", new("The payment is refunded already.", "이미 환불된 결제입니다."));

    private static readonly Refusal NotPaid = new(
        409, "payment_not_completed", new("The payment did not take any money.", "완료되지 않은 결제입니다."));

    /// <summary>What is wrong with a text for people; null when nothing is. The length comes first.</summary>
    public static Refusal? OfText(string text)
        => !ContractText.IsReason(text) ? BadReason : CardNumbers.LooksLikeOne(text) ? Refusals.CardNumber : null;

    /// <summary>The refusal for a payment that is in no state to be refunded; null when it is.</summary>
    public static Refusal? Of(string paymentStatus) => paymentStatus switch
    {
        PaymentStates.Completed or PaymentStates.PartiallyRefunded or PaymentStates.RefundProcessing => null,
        PaymentStates.Refunded => Refunded,
        PaymentStates.Pending or PaymentStates.Processing => OutcomeUnknown,
        _ => NotPaid,
    };
}
