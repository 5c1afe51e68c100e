using Leasehold.Payments.Money;

namespace Leasehold.Payments.Orders;

/// <summary>The body of POST /orders, as sent.</summary>
internal sealed class OrderRequest
{
    public string? OrderNumber { get; set; }

    public string? CustomerId { get; set; }

    public AmountText? TotalAmount { get; set; }

    public string? Currency { get; set; }
}
