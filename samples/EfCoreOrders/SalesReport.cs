using Microsoft.EntityFrameworkCore;

namespace EfCoreOrders;

/// <summary>Counts the orders every now and then.</summary>
internal sealed class SalesReport(IServiceScopeFactory scopes, IConfiguration config, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(config.GetValue("SalesReport:Every", TimeSpan.FromMinutes(1)), time);
        do
        {
            await CountAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        var sales = await db.Sales.FindAsync([Sales.OnlyId], cancellationToken) ?? db.Sales.Add(new Sales()).Entity;
        sales.Orders = await db.Orders.CountAsync(cancellationToken);
        sales.Runs++;
        await db.SaveChangesAsync(cancellationToken);
    }
}
