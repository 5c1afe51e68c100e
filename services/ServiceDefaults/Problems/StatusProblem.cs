using Leasehold.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>What is said about a status without a body: routing's, the server's, a handler's bare number.</summary>
internal static class StatusProblem
{
    public static Problem Of(int status, HttpContext context) => new(status, status switch
    {
        StatusCodes.Status400BadRequest => "The request is malformed.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take the method; Allow names those it takes.",
        StatusCodes.Status408RequestTimeout => "The request body arrived too slowly.",
        StatusCodes.Status413PayloadTooLarge => TooLarge(context),
        StatusCodes.Status415UnsupportedMediaType => "This Content-Type is not taken here; JSON is application/json.",
        _ => null,
    });

    private static string TooLarge(HttpContext context)
        => context.Features.Get<BodyLimit>()?.Bytes is { } limit
            ? $"The request body is larger than the {limit} bytes taken here."
            : context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } max
                ? $"The request body is larger than the {max} bytes taken here."
                : "The request body is too large.";
}
