using System.Security.Claims;
using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Tells who makes a request: by API key, or, in Development without keys, by being on this machine.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CallerFinder(KeyRing keys)
{
    public const string Bearer = "Bearer";

    private static readonly ClaimsPrincipal LocalCaller = KeyEntry.PrincipalOf(KeyEntry.ClaimsOf(
        CallerDefaults.LocalTenant, CallerDefaults.LocalTenant, [CallerDefaults.OperatorRole]));

    /// <summary>Null where nobody is known.</summary>
    public ClaimsPrincipal? Find(HttpContext context)
    {
        if (!keys.IsKeyed)
        {
            return LocalCalls.Allows(context) ? LocalCaller : null;
        }

        return context.Request.Headers.Authorization is [{ } header]
            && header.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase)
            ? keys.Find(header.AsSpan(Bearer.Length).Trim())?.Caller
            : null;
    }
}
