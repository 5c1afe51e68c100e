using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.AspNetCore;

/// <summary>Says what is wrong in the application's own way.</summary>
internal static class ProblemAnswer
{
    /// <summary>
    /// Sets the status, and lets the application's problem details service write the body: its customisation, its
    /// writers. An application without that service gets the smallest document there is.
    /// </summary>
    public static async Task WriteAsync(HttpContext context, int status, string detail, Exception? exception = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (context.RequestServices.GetService<IProblemDetailsService>() is not { } problems)
        {
            await WriteSmallestAsync(context, status, detail).ConfigureAwait(false);
            return;
        }

        // When no writer takes the request's Accept, the status stands alone, for the application's status pages.
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            Exception = exception,
            ProblemDetails = new ProblemDetails { Status = status, Detail = detail },
        }).ConfigureAwait(false);
    }

    private static async Task WriteSmallestAsync(HttpContext context, int status, string detail)
    {
        var body = new ArrayBufferWriter<byte>(256);
        var json = new Utf8JsonWriter(body);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
