using System.Text;
using Leasehold.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Leasehold.ServiceDefaults.Limits;

/// <summary>Sees to it that a body which cannot be read is the sender's fault in the answer too.</summary>
/// <remarks>
/// The framework throws what looks like a defect of ours where a charset is unknown, and what looks like a lost
/// connection where the size of a chunk is not one.
/// </remarks>
internal sealed class BodyReadingMiddleware(RequestDelegate next)
{
    private const string Parameter = "charset";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return next(context);
        }

        if (!TrySetCharset(context.Request))
        {
            return ProblemResponse.WriteAsync(
                context, StatusProblem.Of(StatusCodes.Status415UnsupportedMediaType, context));
        }

        if (context.Request.ContentLength is null)
        {
            context.Request.Body = new ChunkedBody(context.Request.Body);
        }

        return next(context);
    }

    /// <summary>Names the charset as the framework knows it; false where there is none of its name.</summary>
    private static bool TrySetCharset(HttpRequest request)
    {
        if (request.ContentType?.Contains(Parameter, StringComparison.OrdinalIgnoreCase) != true)
        {
            return true;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return false;
        }

        if (!type.Parameters.Any(static p => p.Name.Equals(Parameter, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        try
        {
            type.Charset = Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString()).WebName;
            request.ContentType = type.ToString();
            return true;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
