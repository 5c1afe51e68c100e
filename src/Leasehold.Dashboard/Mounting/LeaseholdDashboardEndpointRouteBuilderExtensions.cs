using Leasehold.Dashboard;
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
    /// Say on the route who may see it: <c>.RequireAuthorization("ops")</c>, or <c>.AllowAnonymous()</c> where
    /// something in front decides. Without a word it answers in Development only, and only direct calls from this
    /// machine. It brings its own services, so nothing that the application configures for Blazor or SignalR changes
    /// it, nor does it change theirs.
    /// </remarks>
    /// <exception cref="InvalidOperationException">AddLeaseholdHttp was not called.</exception>
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
        return endpoints
            .Map(pattern.TrimEnd('/') + "/{**" + DashboardMount.Tail + "}", mount.InvokeAsync)
            .WithDisplayName("Leasehold dashboard")
            .WithMetadata(new ExcludeFromDescriptionAttribute());
    }
}
