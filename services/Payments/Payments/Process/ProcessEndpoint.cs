using Leasehold.Payments.Http;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Http;

namespace Leasehold.Payments.Payments.Process;

/// <summary>POST /payments/process.</summary>
internal static class ProcessEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, ProcessRequest body, ProcessPayment process)
    {
        if (CallerKey.TryRead(context.Request, out var key) is { } badKey)
        {
            return badKey.ToResult(context);
        }

        if (key is null)
        {
            return Refusals.KeyMissing.ToResult(context);
        }

        if (PaymentIntent.TryRead(context.GetTenant(), key, body, out var intent) is { } badRequest)
        {
            return badRequest.ToResult(context);
        }

        var decision = await process.RunAsync(intent, context.RequestAborted);
        return decision.Refusal is { } refusal ? refusal.ToResult(context) : Answer(context, decision);
    }

    private static IResult Answer(HttpContext context, Decision decision)
    {
        var payment = decision.Payment!;
        var answer = PaymentAnswer.OfOutcome(payment, context.GetLanguage());
        if (PaymentStates.IsOpen(payment.Status))
        {
            Replay.PointToPayment(context, payment);
            return TypedResults.Json(answer, ServiceJson.Readable.PaymentAnswer,
                statusCode: StatusCodes.Status202Accepted);
        }

        if (decision.IsReplay)
        {
            Replay.MarkReplayed(context);
        }

        return JsonAnswer.Of(answer, ServiceJson.Readable.PaymentAnswer);
    }
}
