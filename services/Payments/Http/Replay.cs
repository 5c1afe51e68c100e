using Leasehold.Payments.Payments;
using Leasehold.ServiceDefaults.Http;

namespace Leasehold.Payments.Http;

/// <summary>The headers of answers to repeated and unfinished requests.</summary>
internal static class Replay
{
    private const string Header = "Idempotent-Replayed";

    /// <summary>Seconds after which asking again is worth while.</summary>
    private const string RetryAfterSeconds = "2";

    public static void MarkReplayed(HttpContext context) => context.Response.Headers[Header] = "true";

    public static void PointToPayment(HttpContext context, Payment payment)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        context.Response.Headers.Location =
            $"{context.Request.PathBase}/api/v1/payments/{PathText.Encode(PaymentId.Of(payment.IdempotencyKey))}";
    }
}
