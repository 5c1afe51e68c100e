using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Asks a request who makes it.</summary>
public static class CallerHttpContextExtensions
{
    /// <summary>The tenant whose data the caller may reach; put it into every query.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">The endpoint lets callers in that did not authenticate.</exception>
    public static string GetTenant(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.User.FindFirst(CallerDefaults.TenantClaim)?.Value
            ?? throw new InvalidOperationException(
                "The caller has no tenant: the endpoint is anonymous, or UseServiceHttp is missing.");
    }
}
