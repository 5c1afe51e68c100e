namespace EfCoreOrders;

/// <summary>One order.</summary>
public sealed class Order
{
    /// <summary>The key.</summary>
    public long Id { get; set; }

    /// <summary>What the customer calls it.</summary>
    public required string Number { get; set; }

    /// <summary>What it costs.</summary>
    public decimal Total { get; set; }

    /// <summary>When it came in.</summary>
    public DateTime CreatedAt { get; set; }
}
