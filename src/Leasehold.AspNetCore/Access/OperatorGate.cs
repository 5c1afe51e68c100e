using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.AspNetCore;

/// <summary>
/// Stands before what shows the application's insides. Who may come in is the application's to say, on the endpoint;
/// where it says nothing, Development answers direct calls from this machine, and everywhere else everybody is refused.
/// </summary>
/// <remarks>
/// Thread-safe. Asked with each request, when conventions of groups have long been applied. A fallback policy is no
/// answer: it says who may use the application, not who may look into it, so it is neither bypassed nor enough.
/// </remarks>
/// <param name="mapped">The call that mapped the endpoint, for the log.</param>
internal sealed class OperatorGate(string mapped)
{
    private const string Closed = "This address answers once an authorization policy is configured for it.";
    private const string LocalOnly =
        "Without an authorization policy this address answers direct calls from its own machine only.";

    private int _isSaid;

    /// <summary>Puts the gate before an answer.</summary>
    public RequestDelegate Before(RequestDelegate answer)
        => context => Admits(context) ? answer(context) : RefuseAsync(context);

    /// <summary>Whether the request may go on.</summary>
    public static bool Admits(HttpContext context)
        => IsDecidedByApplication(context.GetEndpoint()) || (IsDevelopment(context) && LocalCalls.Allows(context));

    /// <summary>Refuses the request; the first time says in the log what to configure.</summary>
    public Task RefuseAsync(HttpContext context)
    {
        var isDevelopment = IsDevelopment(context);
        if (Interlocked.Exchange(ref _isSaid, 1) == 0)
        {
            Log.NoPolicy(
                context.RequestServices.GetRequiredService<ILogger<OperatorGate>>(),
                mapped,
                isDevelopment ? "a call that did not come straight from this machine" : "a call outside Development");
        }

        return ProblemAnswer.WriteAsync(
            context, StatusCodes.Status403Forbidden, isDevelopment ? LocalOnly : Closed);
    }

    // Enforced by the authorization middleware, which has run: without it the framework refuses to run the endpoint.
    private static bool IsDecidedByApplication(Endpoint? endpoint)
        => endpoint is not null && endpoint.Metadata.Any(static m =>
            m is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData or IAllowAnonymous);

    private static bool IsDevelopment(HttpContext context)
        => context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment();
}
