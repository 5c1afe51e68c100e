using Leasehold.ServiceDefaults.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>Writes the problems of handlers (<c>TypedResults.Problem</c>) as ours are written.</summary>
/// <remarks>
/// Stands before the framework's writer, which declines when Accept names no JSON (text/csv, application/x-ndjson)
/// and would leave such callers with a problem of another shape.
/// </remarks>
internal sealed class ProblemJsonWriter(
    IOptions<ProblemDetailsOptions> problems, IOptions<JsonOptions> json, IEnumerable<PhraseBook> books)
    : IProblemDetailsWriter
{
    private const string FrameworkTypes = "https://tools.ietf.org/html/rfc";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        problem.Status ??= http.Response.StatusCode;
        var language = http.GetLanguage();
        if (problem.Type?.StartsWith(FrameworkTypes, StringComparison.Ordinal) == true)
        {
            // The framework's link to the section about the status says no more than the status; ours carry none.
            // A problem without a type is "about:blank". Source: RFC 9457, section 4.2.1.
            problem.Type = null;
        }

        if (problem.Type is null)
        {
            // The framework has put the status in words of its own before, in English.
            problem.Title = StatusTitle.Of(problem.Status.Value, language);
        }

        if (problem.Detail is { } detail && language == Language.Korean)
        {
            // What a handler has said in the caller's language already is in no book.
            problem.Detail = books.Append(KoreanDetails.Book).Select(book => book.Find(detail))
                .FirstOrDefault(static korean => korean is not null) ?? detail;
        }

        problem.Extensions[ProblemResponse.TraceIdMember] = TraceIds.Of(http);
        problems.Value.CustomizeProblemDetails?.Invoke(context);
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(
            problem,
            json.Value.SerializerOptions.GetTypeInfo(problem.GetType()),
            ProblemResponse.ContentType,
            http.RequestAborted).ConfigureAwait(false);
    }
}
