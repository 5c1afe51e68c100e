using Leasehold.Dashboard;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts the dashboard.</summary>
public static class LeaseholdDashboardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Mounts the live page of every pool, who holds what, and what to do about it; routes below it that are mapped
    /// by themselves, such as the snapshot, stay.
    /// </summary>
    /// <param name="endpoints">The application or a group.</param>
    /// <param name="pattern">The path it stands at; without parameters.</param>
    /// <param name="configure">Changes to its settings.</param>
    /// <returns>For conventions, such as <c>RequireAuthorization("policy")</c>.</returns>
    /// <remarks>
    /// Without an authorization of its own it follows the rule of the snapshot: where API keys are configured, a key
    /// with the role <c>operator</c>; where the policy <c>Leasehold.Operator</c> is defined, that; otherwise callers on
    /// this machine only. It brings its own services, so nothing that the application configures for Blazor or SignalR
    /// changes it, nor does it change theirs.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// Neither AddLeaseholdDashboard nor one of the AddLeasehold… calls for HTTP was made.
    /// </exception>
    public static IEndpointConventionBuilder MapLeaseholdDashboard(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/leasehold",
        Action<DashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        if (pattern.Contains('{', StringComparison.Ordinal))
        {
            throw new ArgumentException("The dashboard's path takes no parameters.", nameof(pattern));
        }

        var options = new DashboardOptions();
        configure?.Invoke(options);
        var mount = new DashboardMount(endpoints.ServiceProvider, options);
        var route = endpoints
            .Map(pattern.TrimEnd('/') + "/{**" + DashboardMount.Tail + "}", mount.InvokeAsync)
            .WithDisplayName("Leasehold dashboard")
            .WithMetadata(new ExcludeFromDescriptionAttribute());

        // The dashboard asks for itself who may come in, unless the application does: a fallback policy in front of it
        // would turn browsers away before they could show a key.
        route.Finally(static endpoint =>
        {
            if (!DashboardMount.IsAuthorizedByApplication(endpoint.Metadata))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
        return route;
    }
}
