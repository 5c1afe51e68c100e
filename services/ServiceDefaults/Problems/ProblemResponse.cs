using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Leasehold.ServiceDefaults.Languages;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>Writes a problem as RFC 9457 has it, with the trace id.</summary>
internal static class ProblemResponse
{
    public const string ContentType = "application/problem+json";
    public const string TraceIdMember = "trace_id";

    // Leaves Korean as it is; everything that HTML could trip over is still escaped.
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

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

        var language = context.GetLanguage();
        var body = new ArrayBufferWriter<byte>(256);
        var json = new Utf8JsonWriter(body, Readable);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("title", StatusTitle.Of(problem.Status, language));
            json.WriteNumber("status", problem.Status);
            if (problem.Detail is { } detail)
            {
                json.WriteString("detail", language == Language.Korean
                    ? KoreanDetails.Book.Find(detail) ?? detail
                    : detail);
            }

            json.WriteString(TraceIdMember, TraceIds.Of(context));
            json.WriteEndObject();
        }

        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
