using Leasehold.Payments.Money;
using LinqToDB;
using LinqToDB.Mapping;

namespace Leasehold.Payments.Orders;

/// <summary>A row of <c>orders</c>.</summary>
[Table("orders")]
internal sealed class Order
{
    [Column("id", IsPrimaryKey = true)]
    public string Id { get; set; } = "";

    [Column("tenant")]
    public string Tenant { get; set; } = "";

    [Column("order_number")]
    public string OrderNumber { get; set; } = "";

    [Column("customer_id")]
    public string CustomerId { get; set; } = "";

    [Column("amount_minor")]
    public long AmountMinor { get; set; }

    [Column("currency")]
    public string Currency { get; set; } = "";

    [Column("status")]
    public string Status { get; set; } = "";

    /// <summary>The payment that last took the order up.</summary>
    [Column("live_operation", CanBeNull = true)]
    public string? LiveOperation { get; set; }

    [Column("created_us")]
    public long CreatedUs { get; set; }

    [Column("updated_us")]
    public long UpdatedUs { get; set; }

    [NotColumn]
    public Amount Total => new(AmountMinor, Currency);
}
