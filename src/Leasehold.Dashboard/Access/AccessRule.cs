using System.Security.Claims;
using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Dashboard;

/// <summary>Who may come in: the snapshot's rule, unless the application has put its own before the dashboard.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AccessRule(HostServices host, KeyDoor keys, OperatorCookie cookie)
{
    private const string Bearer = "Bearer ";

    public const string Refusal =
        "The dashboard answers direct calls from this machine only. To open it to others, configure Leasehold:Keys and "
        + "show a key with the role operator, or mount it with RequireAuthorization(\"your policy\").";

    public async Task InvokeAsync(HttpContext context, bool isAuthorizedByApplication, RequestDelegate next)
    {
        if (!SameOrigin.Allows(context.Request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, SameOrigin.Refusal).ConfigureAwait(false);
        }
        else if (isAuthorizedByApplication)
        {
            await next(context).ConfigureAwait(false);
        }
        else if (keys.IsKeyed)
        {
            await AskForKeyAsync(context, next).ConfigureAwait(false);
        }
        else if (!keys.Exists && await PolicyAsync().ConfigureAwait(false) is { } policy)
        {
            await AskPolicyAsync(context, policy, next).ConfigureAwait(false);
        }
        else if (LoopbackRule.Allows(context))
        {
            context.User = KeyDoor.Local;
            await next(context).ConfigureAwait(false);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, Refusal).ConfigureAwait(false);
        }
    }

    private Task AskForKeyAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/login", StringComparison.Ordinal)
            || path.StartsWithSegments("/assets", StringComparison.Ordinal))
        {
            return next(context);
        }

        var caller = CallerOf(context);
        if (KeyDoor.IsOperator(caller))
        {
            context.User = caller!;
            return next(context);
        }

        if (caller is not null)
        {
            return RefuseAsync(
                context, StatusCodes.Status403Forbidden, "The API key is valid, but lacks the role operator.");
        }

        if (HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect(context.Request.PathBase + "/login");
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return RefuseAsync(
            context, StatusCodes.Status401Unauthorized, "An API key with the role operator is needed.");
    }

    private ClaimsPrincipal? CallerOf(HttpContext context)
        => context.Request.Headers.Authorization is [{ } header]
            && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? keys.Find(header[Bearer.Length..].Trim())
            : cookie.Read(context);

    private async Task<AuthorizationPolicy?> PolicyAsync()
        => host.Services.GetService<IAuthorizationPolicyProvider>() is { } provider
            ? await provider.GetPolicyAsync(CallerDefaults.OperatorPolicy).ConfigureAwait(false)
            : null;

    private static async Task AskPolicyAsync(HttpContext context, AuthorizationPolicy policy, RequestDelegate next)
    {
        var services = context.RequestServices;
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        if (authenticated is { Succeeded: true, Principal: { } caller })
        {
            context.User = caller;
        }

        var result = await evaluator.AuthorizeAsync(policy, authenticated, context, null).ConfigureAwait(false);
        await services.GetRequiredService<IAuthorizationMiddlewareResultHandler>()
            .HandleAsync(next, context, policy, result).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
        => ProblemResponse.WriteAsync(context, new Problem(status, why));
}
