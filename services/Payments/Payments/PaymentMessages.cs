using Leasehold.Payments.Http;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments;

/// <summary>The messages of payment answers, by state.</summary>
internal static class PaymentMessages
{
    private static readonly Phrase Completed = new("The payment is completed.", "결제가 완료되었습니다.");

    private static readonly Phrase Failed = new(
        "The payment was declined. The order can be paid again with a new Idempotency-Key.",
        "결제가 거절되었습니다. 새로운 Idempotency-Key로 다시 결제할 수 있습니다.");

    private static readonly Phrase Processing = new(
        "The payment is being processed; its outcome is not known yet. Ask for it again, do not pay again.",
        "결제를 처리하고 있으며 결과가 아직 확인되지 않았습니다. 다시 결제하지 말고 조회해 주세요.");

    private static readonly Phrase RefundProcessing = new(
        "A refund is being processed; its outcome is not known yet.", "환불을 처리하고 있으며 결과가 아직 확인되지 않았습니다.");

    private static readonly Phrase PartiallyRefunded = new("The payment is partially refunded.", "결제 금액의 일부가 환불되었습니다.");

    private static readonly Phrase Refunded = new("The payment is refunded.", "결제가 환불되었습니다.");

    private static readonly Phrase Cancelled = new("The payment is cancelled.", "결제가 취소되었습니다.");

    public static Phrase Of(string status) => status switch
    {
        PaymentStates.Completed => Completed,
        PaymentStates.Failed => Failed,
        PaymentStates.RefundProcessing => RefundProcessing,
        PaymentStates.PartiallyRefunded => PartiallyRefunded,
        PaymentStates.Refunded => Refunded,
        PaymentStates.Cancelled => Cancelled,
        _ => Processing,
    };
}
