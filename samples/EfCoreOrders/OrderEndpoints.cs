using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EfCoreOrders;

/// <summary>The routes.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this WebApplication app)
    {
        app.MapPost("/orders", CreateAsync);
        app.MapGet("/orders/{number}", FindAsync);
        app.MapGet("/orders", (OrdersContext db) => db.Orders.OrderByDescending(order => order.Id).Take(50));
        app.MapGet("/sales", async (OrdersContext db) => await db.Sales.FindAsync(Sales.OnlyId));
    }

    private static async Task<Created<Order>> CreateAsync(NewOrder request, OrdersContext db, TimeProvider time)
    {
        var order = new Order
        {
            Number = request.Number,
            Total = request.Total,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Orders.Add(order);
        await db.SaveChangesAsync();
        return TypedResults.Created($"/orders/{Uri.EscapeDataString(order.Number)}", order);
    }

    private static async Task<Results<Ok<Order>, NotFound>> FindAsync(string number, OrdersContext db)
        => await db.Orders.AsNoTracking().OrderByDescending(order => order.Id)
            .FirstOrDefaultAsync(order => order.Number == number) is { } order
                ? TypedResults.Ok(order)
                : TypedResults.NotFound();
}
