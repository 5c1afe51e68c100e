using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Leasehold.AspNetCore;

/// <summary>Writes a problem as RFC 9457 has it, with the trace id.</summary>
internal static class ProblemResponse
{
    public const string ContentType = "application/problem+json";
    public const string TraceIdMember = "trace_id";

    /// <summary>Writes the body only; headers that say more (Allow, WWW-Authenticate) stay.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = new ArrayBufferWriter<byte>(256);
        var json = new Utf8JsonWriter(body);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(problem.Status));
            json.WriteNumber("status", problem.Status);
            if (problem.Detail is { } detail)
            {
                json.WriteString("detail", detail);
            }

            json.WriteString(TraceIdMember, TraceIds.Of(context));
            json.WriteEndObject();
        }

        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
