using Leasehold.Payments.Schema;

namespace Leasehold.Payments.Orders;

/// <summary>An order as the contract shows it.</summary>
internal sealed record OrderAnswer(
    string OrderNumber,
    string CustomerId,
    decimal TotalAmount,
    string Currency,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static OrderAnswer Of(Order order) => new(
        order.OrderNumber,
        order.CustomerId,
        order.Total.Value,
        order.Currency,
        order.Status,
        Clock.ToTime(order.CreatedUs),
        Clock.ToTime(order.UpdatedUs));
}
