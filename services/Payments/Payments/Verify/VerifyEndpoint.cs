using Leasehold.Payments.Http;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Payments.Payments.Verify;

/// <summary>POST /payments/{payment_id}/verify: asks the gateway, and answers with the payment as it then is.</summary>
internal static class VerifyEndpoint
{
    // What the gateway said is saved in the lane of outcomes: it may be the end of a payment.
    private static readonly SessionOptions Saving = new() { Lane = LeaseLane.Finishing, MaxRetries = 3 };

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "payment_id")] string paymentId,
        ConnectionPools pools,
        ServiceDatabase database,
        PaymentCheck check)
    {
        if (!PaymentId.TryReadKey(context.Request, paymentId, out var key))
        {
            return Refusals.PaymentNotFound.ToResult(context);
        }

        var tenant = context.GetTenant();
        var payment = await database.ReadAsync(
            pools, (db, token) => db.FindPaymentAsync(tenant, key, token), context.RequestAborted);
        if (payment is null)
        {
            return Refusals.PaymentNotFound.ToResult(context);
        }

        var found = await check.RunAsync(payment, Saving, context.RequestAborted);
        return TypedResults.Json(
            PaymentAnswer.Of(found.Payment, context.GetLanguage()), ServiceJson.Readable.PaymentAnswer);
    }
}
