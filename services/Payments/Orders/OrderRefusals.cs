using Leasehold.Payments.Http;

namespace Leasehold.Payments.Orders;

/// <summary>The refusals of the order routes.</summary>
internal static class OrderRefusals
{
    public static readonly Refusal Duplicate = new(
        409, "order_exists", new("An order with this order_number exists already.", "같은 order_number의 주문이 이미 있습니다."));

    public static readonly Refusal NotCancellable = new(
        409,
        "order_not_cancellable",
        new("Only an order that is pending or whose payment failed can be cancelled.",
            "결제 전이거나 결제에 실패한 주문만 취소할 수 있습니다."));
}
