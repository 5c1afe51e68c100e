using Leasehold.Payments.Http;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.States;
using Leasehold.Scenarios.Surroundings;
using Leasehold.ServiceDefaults.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>The route with the service's own reading of requests and shape of answers.</summary>
internal static class ProcessRoute
{
    public const string Pattern = "/api/v1/payments/process";

    public static Func<HttpContext, ProcessRequest, Task<IResult>> For(
        Func<PaymentIntent, CancellationToken, Task<Payment?>> pay)
        => async (context, body) =>
        {
            if (CallerKey.TryRead(context.Request, out var key) is { } badKey)
            {
                return badKey.ToResult(context);
            }

            if (key is null)
            {
                return Refusals.KeyMissing.ToResult(context);
            }

            if (PaymentIntent.TryRead(ScenarioDatabase.Tenant, key, body, out var intent) is { } badRequest)
            {
                return badRequest.ToResult(context);
            }

            try
            {
                return await pay(intent, context.RequestAborted) is { } payment
                    ? Answer(context, payment)
                    : TypedResults.Conflict();
            }
            catch (NoConnectionException)
            {
                return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        };

    private static JsonHttpResult<PaymentAnswer> Answer(HttpContext context, Payment payment)
        => TypedResults.Json(
            PaymentAnswer.OfOutcome(payment, context.GetLanguage()),
            ServiceJson.Readable.PaymentAnswer,
            statusCode: PaymentStates.IsOpen(payment.Status)
                ? StatusCodes.Status202Accepted
                : StatusCodes.Status200OK);
}
