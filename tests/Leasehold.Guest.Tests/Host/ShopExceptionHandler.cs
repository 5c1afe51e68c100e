using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Guest.Tests.Host;

/// <summary>The shop's exception handler: knows its own refusals, in an envelope of its own.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the container.")]
internal sealed class ShopExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ShopException refusal)
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status409Conflict;
        httpContext.Response.Headers["X-Refused-By"] = "shop";
        await httpContext.Response.WriteAsJsonAsync(new { refusal = refusal.Message }, cancellationToken);
        return true;
    }
}
