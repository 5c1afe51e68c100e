using Leasehold.Payments.Http;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Payments.Payments.Read;

/// <summary>GET /payments/{payment_id}.</summary>
internal static class ReadEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "payment_id")] string paymentId,
        ConnectionPools pools,
        ServiceDatabase database)
    {
        if (!PaymentId.TryReadKey(context.Request, paymentId, out var key))
        {
            return Refusals.PaymentNotFound.ToResult(context);
        }

        var tenant = context.GetTenant();
        var payment = await database.ReadAsync(
            pools, (db, token) => db.FindPaymentAsync(tenant, key, token), context.RequestAborted);
        return payment is null
            ? Refusals.PaymentNotFound.ToResult(context)
            : TypedResults.Json(PaymentAnswer.Of(payment, context.GetLanguage()), ServiceJson.Readable.PaymentAnswer);
    }
}
