using Leasehold.Payments.Http;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Http;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Payments.Orders;

/// <summary>GET /orders/{order_number}.</summary>
internal static class ReadOrder
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "order_number")] string orderNumber,
        ConnectionPools pools,
        ServiceDatabase database)
    {
        orderNumber = PathText.Decode(context.Request, orderNumber);
        if (!ContractText.IsNumber(orderNumber))
        {
            return Refusals.OrderNotFound.ToResult(context);
        }

        var order = await database.FindAsync(
            pools, PaymentsTables.ShownOrder, [context.GetTenant(), orderNumber], context.RequestAborted);
        return order is null
            ? Refusals.OrderNotFound.ToResult(context)
            : JsonAnswer.Of(OrderAnswer.Of(order), ServiceJson.Readable.OrderAnswer);
    }
}
