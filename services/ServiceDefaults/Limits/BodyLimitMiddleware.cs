using Leasehold.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Leasehold.ServiceDefaults.Limits;

/// <summary>Refuses a body that announces itself as too large before anything is done for it.</summary>
/// <remarks>
/// The server's own check comes only with the first read, when the handler may have begun its work. It still stands
/// behind this one for bodies that do not tell their length.
/// </remarks>
internal sealed class BodyLimitMiddleware(RequestDelegate next)
{
    /// <summary>
    /// A client that is still sending does not read the answer, and closing under it loses the answer. Up to here the
    /// server reads the rest and throws it away (it does so for five seconds at the most); beyond it, it hangs up.
    /// </summary>
    private const long MaxDrainBytes = 8 * 1024 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        var feature = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (feature?.MaxRequestBodySize is not { } limit || !(context.Request.ContentLength > limit))
        {
            return next(context);
        }

        context.Features.Set(new BodyLimit(limit));
        if (!feature.IsReadOnly && context.Request.ContentLength <= MaxDrainBytes)
        {
            feature.MaxRequestBodySize = MaxDrainBytes;
        }

        return ProblemResponse.WriteAsync(context, StatusProblem.Of(StatusCodes.Status413PayloadTooLarge, context));
    }
}
