using Leasehold.Payments.Http;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments.Process;

/// <summary>Why an order cannot be paid by this request.</summary>
internal static class ProcessRefusals
{
    public static readonly Refusal NotTheOrders = new(
        400,
        "amount_mismatch",
        new("amount or currency is not the order's.", "amount 또는 currency가 주문과 다릅니다."));

    private static readonly Refusal BeingPaid = new(
        409,
        "order_being_paid",
        new("The order is being paid under another Idempotency-Key.", "다른 Idempotency-Key로 결제가 진행 중인 주문입니다."));

    private static readonly Refusal Paid = new(
        409, "order_paid", new("The order is paid already.", "이미 결제된 주문입니다."));

    private static readonly Refusal Refunded = new(
        409, "order_refunded", new("The order was paid and refunded.", "결제 후 환불된 주문입니다."));

    private static readonly Refusal Cancelled = new(
        409, "order_cancelled", new("The order is cancelled.", "취소된 주문입니다."));

    /// <summary>
    /// The refusal for an order in this state; for one that is payable, someone else has just taken it.
    /// </summary>
    public static Refusal Of(string orderStatus) => orderStatus switch
    {
        OrderStates.Paid => Paid,
        OrderStates.PartiallyRefunded or OrderStates.Refunded => Refunded,
        OrderStates.Cancelled => Cancelled,
        _ => BeingPaid,
    };
}
