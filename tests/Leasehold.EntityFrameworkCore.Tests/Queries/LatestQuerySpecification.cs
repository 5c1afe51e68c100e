using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.EntityFrameworkCore.Tests.Queries;

/// <summary>The newest row of possibly several.</summary>
public abstract class LatestQuerySpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    private static readonly DateTime Early = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task LatestOrDefault_Duplicates_TakesTheNewest()
    {
        await using var context = new ShopContext(Plain());
        context.AddOrder("A-1", 1, Early.AddDays(1));
        context.AddOrder("A-1", 2, Early.AddDays(2));
        context.AddOrder("A-1", 3, Early);
        context.AddOrder("B-1", 4, Early.AddDays(3));
        await context.SaveChangesAsync(Ended);

        var latest = await context.Orders.Where(order => order.Number == "A-1")
            .LatestOrDefaultAsync(order => order.CreatedAt, Ended);

        Assert.Equal(2, latest?.Total);
    }

    [Fact]
    public async Task LatestOrDefault_Tie_TakesTheHighestKey()
    {
        await using var context = new ShopContext(Plain());
        var orders = Enumerable.Range(0, 20).Select(i => context.AddOrder("A-1", i, Early)).ToList();
        await context.SaveChangesAsync(Ended);

        var latest = await context.Orders.AsNoTracking().LatestOrDefaultAsync(order => order.CreatedAt, Ended);

        Assert.Equal(orders.Max(static order => order.Id), latest?.Id);
    }

    [Fact]
    public async Task LatestOrDefault_NoRow_IsNull()
    {
        await using var context = new ShopContext(Plain());

        Assert.Null(await context.Orders.LatestOrDefaultAsync(order => order.CreatedAt, Ended));
    }

    [Fact]
    public async Task LatestOrDefault_OfAProjection_GoesByItsOrderAlone()
    {
        await using var context = new ShopContext(Plain());
        context.AddOrder("A-1", 1, Early.AddDays(1));
        context.AddOrder("A-2", 2, Early);
        await context.SaveChangesAsync(Ended);

        var latest = await context.Orders.Select(order => new { order.Number, order.CreatedAt })
            .LatestOrDefaultAsync(row => row.CreatedAt, Ended);

        Assert.Equal("A-1", latest?.Number);
    }
}
