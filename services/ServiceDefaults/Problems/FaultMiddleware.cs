using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>Answers whatever was thrown below with a problem, and logs what is ours to mend.</summary>
internal sealed class FaultMiddleware(
    RequestDelegate next, ProblemMap map, TimeProvider time, ILogger<FaultMiddleware> logger)
{
    private const int ClientClosedRequest = 499;
    private static readonly TimeSpan UnavailableLogInterval = TimeSpan.FromSeconds(10);

    private long _lastUnavailableLog = long.MinValue;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException
                && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer; the status is for the access log.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.Response.HasStarted)
        {
            // Cut, not completed: a well-formed end would make half an answer look whole.
            Log.AnswerCut(logger, exception, FlowName(context), TraceIds.Of(context));
            context.Abort();
            return;
        }

        var problem = map.Of(exception, context);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            Log.RequestFailed(logger, exception, FlowName(context), TraceIds.Of(context));
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(context, exception);
        }

        context.Response.Clear();
        await ProblemResponse.WriteAsync(context, problem).ConfigureAwait(false);
    }

    // A database that is down fails every request alike: one stack tells it.
    private void LogUnavailable(HttpContext context, Exception exception)
    {
        var now = time.GetTimestamp();
        var last = Volatile.Read(ref _lastUnavailableLog);
        if ((last == long.MinValue || time.GetElapsedTime(last, now) >= UnavailableLogInterval)
            && Interlocked.CompareExchange(ref _lastUnavailableLog, now, last) == last)
        {
            Log.DatabaseUnavailable(logger, exception, exception.GetType().Name, TraceIds.Of(context));
        }
    }

    // The template, never the path: a path carries values (order numbers, payment ids) into the log.
    private static string FlowName(HttpContext context)
        => context.GetEndpoint() is RouteEndpoint endpoint
            ? $"{context.Request.Method} {endpoint.RoutePattern.RawText}"
            : "A request without a route";
}
