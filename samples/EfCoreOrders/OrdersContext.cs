using Microsoft.EntityFrameworkCore;

namespace EfCoreOrders;

/// <summary>The application's context.</summary>
public sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    /// <summary>The orders.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>The sales report.</summary>
    public DbSet<Sales> Sales => Set<Sales>();

    /// <summary>Makes the database if it is not there.</summary>
    public static async Task CreateDatabaseAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.EnsureCreatedAsync();
    }
}
