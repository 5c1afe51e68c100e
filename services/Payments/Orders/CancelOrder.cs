using Leasehold.Payments.Http;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Http;
using LinqToDB;
using LinqToDB.Async;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Payments.Orders;

/// <summary>POST /orders/{order_number}/cancel.</summary>
internal static class CancelOrder
{
    private static readonly string[] Cancellable = Transitions.OfOrders.Into(OrderStates.Cancelled);

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "order_number")] string orderNumber,
        ConnectionPools pools,
        ServiceDatabase database,
        TimeProvider time)
    {
        orderNumber = PathText.Decode(context.Request, orderNumber);
        if (!ContractText.IsNumber(orderNumber))
        {
            return Refusals.OrderNotFound.ToResult(context);
        }

        var tenant = context.GetTenant();
        var (order, wasCancelled) = await pools.InSessionAsync(
            async (session, token) =>
            {
                // The condition is part of the update: between a look and a write the order could have been paid.
                using var db = database.On(session);
                var rows = await db.GetTable<Order>()
                    .Where(o => o.Tenant == tenant && o.OrderNumber == orderNumber && Cancellable.Contains(o.Status))
                    .Set(static o => o.Status, OrderStates.Cancelled)
                    .Set(static o => o.UpdatedUs, time.NowUs())
                    .UpdateAsync(token);
                return (await db.FindOrderAsync(tenant, orderNumber, token), rows == 1);
            },
            context.RequestAborted);
        return order is null ? Refusals.OrderNotFound.ToResult(context)
            : wasCancelled ? TypedResults.Json(OrderAnswer.Of(order), ServiceJson.Readable.OrderAnswer)
            : OrderRefusals.NotCancellable.ToResult(context);
    }
}
