using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Leasehold.Simulators.PaymentGateway.Http;

/// <summary>Writes a refusal as <c>application/problem+json</c>.</summary>
internal static class ProblemAnswer
{
    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var problem = new ProblemBody(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(refusal.Status),
            refusal.Status,
            refusal.Detail,
            refusal.Code,
            context.TraceIdentifier)
        {
            MerchantUid = refusal.MerchantUid,
            TransactionId = refusal.TransactionId,
        };
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(problem, GatewayJson.Default.ProblemBody);
        await Answer.WriteAsync(context, refusal.Status, "application/problem+json", body);
    }
}
