using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>The answer to a request whose lease was refused: prepared bytes around the trace id.</summary>
/// <remarks>No holders: they are for the log and the operator, a caller would only learn what others do.</remarks>
internal static class CapacityProblem
{
    public const string Detail = "The service is at capacity. Nothing was done; try again later.";

    private const string Head =
        $$"""{"title":"Service Unavailable","status":503,"detail":"{{Detail}}","trace_id":""";

    public static void Write(HttpContext context, int retryAfterSeconds)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = ProblemResponse.ContentType;
        response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";

        // The identifier may have been set from a request header, so it is encoded like any other text.
        var body = $"{Head}\"{JavaScriptEncoder.Default.Encode(TraceIds.Of(context))}\"}}";
        var length = System.Text.Encoding.UTF8.GetBytes(body, response.BodyWriter.GetSpan(body.Length));
        response.ContentLength = length;
        response.BodyWriter.Advance(length);
    }
}
