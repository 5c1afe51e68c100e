using Leasehold.Payments.Http;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Http;
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

        var payment = await database.FindAsync(
            pools, PaymentsTables.ShownPayment, [context.GetTenant(), key], context.RequestAborted);
        return payment is null
            ? Refusals.PaymentNotFound.ToResult(context)
            : JsonAnswer.Of(PaymentAnswer.Of(payment, context.GetLanguage()), ServiceJson.Readable.PaymentAnswer);
    }
}
