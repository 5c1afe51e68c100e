using Leasehold.Payments.Http;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Callers;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>POST /payments/{payment_id}/refund.</summary>
internal static class RefundEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "payment_id")] string paymentId,
        [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)]
        RefundRequest? body,
        RefundPayment refund)
    {
        if (TryRead(context, paymentId, body, out var intent) is { } refusal)
        {
            return refusal.ToResult(context);
        }

        var decision = await refund.RunAsync(intent!, context.RequestAborted);
        return decision.Refusal is { } refused ? refused.ToResult(context) : Answer(context, decision);
    }

    private static Refusal? TryRead(HttpContext context, string paymentId, RefundRequest? body,
        out RefundIntent? intent)
    {
        intent = null;
        if (CallerKey.TryRead(context.Request, out var key) is { } badKey)
        {
            return badKey;
        }

        if (body?.Amount is not null && key is null)
        {
            return RefundRefusals.KeyNeeded;
        }

        if (body?.Reason is { } reason && RefundRefusals.OfText(reason) is { } badText)
        {
            return badText;
        }

        if (!PaymentId.TryReadKey(context.Request, paymentId, out var paymentKey))
        {
            return Refusals.PaymentNotFound;
        }

        intent = new RefundIntent(context.GetTenant(), paymentKey, key, body?.Amount, body?.Reason);
        return null;
    }

    private static IResult Answer(HttpContext context, RefundDecision decision)
    {
        var refund = decision.Refund!;
        if (decision.IsReplay && refund.Status != RefundStates.Processing)
        {
            Replay.MarkReplayed(context);
        }

        if (refund.Status == RefundStates.Failed)
        {
            return RefundRefusals.Declined.ToResult(context, refund.GatewayMessage);
        }

        var answer = RefundAnswer.Of(decision.Payment!, refund, context.GetLanguage());
        if (refund.Status == RefundStates.Succeeded)
        {
            return TypedResults.Json(answer, ServiceJson.Readable.RefundAnswer);
        }

        Replay.PointToPayment(context, decision.Payment!);
        return TypedResults.Json(answer, ServiceJson.Readable.RefundAnswer, statusCode: StatusCodes.Status202Accepted);
    }
}
