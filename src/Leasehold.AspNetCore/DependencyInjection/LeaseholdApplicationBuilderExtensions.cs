using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts Leasehold into the request pipeline.</summary>
public static class LeaseholdApplicationBuilderExtensions
{
    private const string RoutingIsUsed = "__EndpointRouteBuilder";
    private const string AuthenticationIsUsed = "__AuthenticationMiddlewareSet";
    private const string AuthorizationIsUsed = "__AuthorizationMiddlewareSet";

    /// <summary>
    /// Installs the flow of each request and nothing else: for an application that answers faults in its own way.
    /// </summary>
    /// <param name="app">The application; call it after <c>UseRouting</c>, where the application calls that.</param>
    /// <remarks>
    /// A refused lease is then a <see cref="Leasehold.PoolExhaustedException"/> for its own handling.
    /// </remarks>
    public static IApplicationBuilder UseLeaseholdFlows(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<FlowMiddleware>();
    }

    /// <summary>Installs the flow of each request, answers faults with problems, and lets in who may come in.</summary>
    /// <param name="app">The application; call it before everything that leases or answers.</param>
    /// <remarks>
    /// In this order: problems, routing, flow, limits, the loopback rule, authentication, authorization, the rate
    /// limit. Routing comes before the flow because the endpoint names it and picks its workload; where the application
    /// has called <c>UseRouting</c> itself (to put CORS behind it), that call stands.
    /// </remarks>
    /// <exception cref="InvalidOperationException">None of the AddLeasehold… calls for HTTP was made.</exception>
    public static IApplicationBuilder UseLeasehold(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.ApplicationServices;
        if (services.GetService<ProblemMap>() is null)
        {
            throw new InvalidOperationException("Call builder.AddLeaseholdHttp() before app.UseLeasehold().");
        }

        app.UseMiddleware<FaultMiddleware>();
        app.UseStatusCodePages(static pages => ProblemResponse.WriteAsync(
            pages.HttpContext, StatusProblem.Of(pages.HttpContext.Response.StatusCode, pages.HttpContext)));
        if (!app.Properties.ContainsKey(RoutingIsUsed))
        {
            app.UseRouting();
        }

        app.UseMiddleware<FlowMiddleware>();
        app.UseMiddleware<BodyLimitMiddleware>();
        if (services.GetService<KeyRing>() is not null)
        {
            app.UseMiddleware<LoopbackMiddleware>();
        }

        if (!app.Properties.ContainsKey(AuthenticationIsUsed)
            && services.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            app.UseAuthentication();
        }

        if (!app.Properties.ContainsKey(AuthorizationIsUsed)
            && services.GetService<IAuthorizationPolicyProvider>() is not null)
        {
            app.UseAuthorization();
        }

        if (services.GetService<IConfigureOptions<RateLimitOptions>>() is not null)
        {
            app.UseMiddleware<RateLimitMiddleware>();
        }

        return app.UseMiddleware<CapacityMiddleware>();
    }
}
