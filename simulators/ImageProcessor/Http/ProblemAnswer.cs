using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Leasehold.Simulators.ImageProcessor.Http;

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
            context.TraceIdentifier);
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(problem, ProcessorJson.Default.ProblemBody);
        await Answer.WriteAsync(context, refusal.Status, "application/problem+json", body);
    }
}
