using Microsoft.EntityFrameworkCore;

namespace Leasehold.EntityFrameworkCore.Tests.Model;

/// <summary>A context as anyone has it; it knows nothing of Leasehold.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public Order AddOrder(string number, decimal total = 10, DateTime? at = null)
        => Orders.Add(new Order
        {
            Number = number,
            Total = total,
            CreatedAt = at ?? new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        }).Entity;
}
