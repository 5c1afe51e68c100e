namespace Leasehold.EntityFrameworkCore.Tests.Model;

/// <summary>A row.</summary>
public sealed class Order
{
    public long Id { get; set; }

    public string Number { get; set; } = "";

    public decimal Total { get; set; }

    public DateTime CreatedAt { get; set; }
}
