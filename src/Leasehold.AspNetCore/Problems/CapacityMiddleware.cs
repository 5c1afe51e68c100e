using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Leasehold.AspNetCore;

/// <summary>Answers a refused lease with 503 and Retry-After; every other exception passes untouched.</summary>
/// <remarks>Nothing is logged: the core has logged the incident. No holders are named: they are for the log.</remarks>
internal sealed class CapacityMiddleware(RequestDelegate next, ILogger<CapacityMiddleware> logger)
{
    private const string Detail = "The service is at capacity; try again later.";

    /// <summary>What a handler may have said about the body it did not come to write.</summary>
    private static readonly string[] BodyHeaders =
    [
        HeaderNames.ContentType, HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.ContentLanguage,
        HeaderNames.ContentDisposition, HeaderNames.ContentRange, HeaderNames.ETag, HeaderNames.LastModified,
        HeaderNames.Expires, HeaderNames.Location,
    ];

    private int _isSaid;

    public async Task InvokeAsync(HttpContext context)
    {
        PoolExhaustedException exhausted;
        try
        {
            await next(context).ConfigureAwait(false);
            WarnIfAnsweredInside(context);
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted && Find(exception) is not null)
        {
            exhausted = Find(exception)!;
        }

        // Not Clear(): what middleware before this one has set (a request id, security headers) belongs here too.
        var headers = context.Response.Headers;
        foreach (var name in BodyHeaders)
        {
            headers.Remove(name);
        }

        headers.RetryAfter = RetryAfter.From(exhausted).ToString(CultureInfo.InvariantCulture);
        await ProblemAnswer
            .WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Detail, exhausted)
            .ConfigureAwait(false);
    }

    // The application's handling stands inside: what it answered stands, but may not be what its author wanted.
    private void WarnIfAnsweredInside(HttpContext context)
    {
        if (context.Response.StatusCode == StatusCodes.Status500InternalServerError
            && context.Features.Get<IExceptionHandlerFeature>() is { } handled
            && Find(handled.Error) is not null
            && Interlocked.Exchange(ref _isSaid, 1) == 0)
        {
            Log.BeforeExceptionHandler(logger);
        }
    }

    // Also as the cause of somebody else's exception: EF Core's execution strategies wrap it. But where a commit or a
    // call has an unknown outcome, coming again could do the work twice, whatever lies inside.
    private static PoolExhaustedException? Find(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case CommitOutcomeUnknownException or CallOutcomeUnknownException:
                    return null;
                case PoolExhaustedException exhausted:
                    return exhausted;
            }
        }

        return null;
    }
}
