using Leasehold.Payments.Cards;
using Leasehold.Payments.Http;
using Leasehold.Payments.Money;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Http;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Orders;

/// <summary>POST /orders.</summary>
internal static class CreateOrder
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, OrderRequest body, ConnectionPools pools, ServiceDatabase database, TimeProvider time)
    {
        if (TryRead(context.GetTenant(), body, time, out var order) is { } refusal)
        {
            return refusal.ToResult(context);
        }

        try
        {
            await pools.InSessionAsync(
                async (session, token) =>
                {
                    using var db = database.On(session);
                    await db.InsertAsync(order, token: token);
                },
                context.RequestAborted);
        }
        catch (Exception problem) when (pools.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            return OrderRefusals.Duplicate.ToResult(context);
        }

        context.Response.Headers.Location =
            $"{context.Request.PathBase}/api/v1/orders/{PathText.Encode(order.OrderNumber)}";
        return TypedResults.Json(
            OrderAnswer.Of(order), ServiceJson.Readable.OrderAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static Refusal? TryRead(string tenant, OrderRequest body, TimeProvider time, out Order order)
    {
        order = new Order();
        if (CardNumbers.LooksLikeOne(body.OrderNumber) || CardNumbers.LooksLikeOne(body.CustomerId))
        {
            return Refusals.CardNumber;
        }

        if (!ContractText.IsNumber(body.OrderNumber))
        {
            return Refusals.BadNumber("order_number");
        }

        if (!ContractText.IsNumber(body.CustomerId))
        {
            return Refusals.BadNumber("customer_id");
        }

        if (body.TotalAmount is not { } text)
        {
            return Refusals.BadMember("total_amount", "a number", "숫자");
        }

        if (Amount.TryRead(text, body.Currency ?? PaymentIntent.DefaultCurrency, out var total) is { } fault)
        {
            return Refusals.BadAmount("total_amount", fault);
        }

        var now = time.NowUs();
        order = new Order
        {
            Id = time.NewId(),
            Tenant = tenant,
            OrderNumber = body.OrderNumber,
            CustomerId = body.CustomerId,
            AmountMinor = total.Minor,
            Currency = total.Currency,
            Status = OrderStates.Pending,
            CreatedUs = now,
            UpdatedUs = now,
        };
        return null;
    }
}
