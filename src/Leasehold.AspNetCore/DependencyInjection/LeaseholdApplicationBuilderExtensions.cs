using Leasehold.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts Leasehold into the request pipeline.</summary>
public static class LeaseholdApplicationBuilderExtensions
{
    /// <summary>Installs the flow of each request and nothing else.</summary>
    /// <param name="app">The application; call it after <c>UseRouting</c>, where the application calls that.</param>
    /// <remarks>
    /// A refused lease is then a <see cref="Leasehold.PoolExhaustedException"/> for the application's own handling.
    /// </remarks>
    public static IApplicationBuilder UseLeaseholdFlows(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<FlowMiddleware>();
    }

    /// <summary>Installs the flow of each request, and answers a refused lease with 503 and Retry-After.</summary>
    /// <param name="app">
    /// The application; call it after <c>UseExceptionHandler</c> and <c>UseRouting</c>, where the application calls
    /// them.
    /// </param>
    /// <remarks>
    /// The body of the 503 is written by the application's own problem details service (<c>AddProblemDetails</c>), with
    /// its customisation. All other exceptions and answers pass as they are. Routing, authentication, authorization and
    /// the handling of exceptions are the application's, and are neither added nor moved. Where the application's
    /// handling of exceptions stands behind this call, it sees the refused lease first, and decides.
    /// </remarks>
    /// <exception cref="InvalidOperationException">AddLeaseholdHttp was not called.</exception>
    public static IApplicationBuilder UseLeasehold(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<LeaseholdHttpServiceCollectionExtensions.HttpSide>() is null)
        {
            throw new InvalidOperationException("Call builder.AddLeaseholdHttp() before app.UseLeasehold().");
        }

        return app.UseLeaseholdFlows().UseMiddleware<CapacityMiddleware>();
    }
}
