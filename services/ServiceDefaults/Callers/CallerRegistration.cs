using Leasehold.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Adds API keys: who calls, and what they may do.</summary>
internal static class CallerRegistration
{
    private const string OperatorCookie = "leasehold-operator";
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromHours(12);

    /// <summary>Asks callers for an API key of <c>Leasehold:Keys</c>; a fallback policy guards all endpoints.</summary>
    public static void AddCallers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CallerOptions>().Bind(configuration.GetSection("Leasehold"));
        services.AddSingleton<KeyRing>();

        // First of all, so that a service that may not start has touched no database.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, CallerStartup>());

        // Kestrel adds its transport only where there is none yet, and the guard is one: so the real one goes first.
        services.TryAddSingleton<IConnectionListenerFactory, SocketTransportFactory>();
        services.AddSingleton<IConnectionListenerFactory, LoopbackListenerGuard>();
        AddSchemes(services);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(CallerDefaults.OperatorPolicy, static policy => policy.RequireRole(CallerDefaults.OperatorRole))
            .AddPolicy(CallerDefaults.PagePolicy, static policy => policy
                .AddAuthenticationSchemes(CallerDefaults.PageScheme).RequireRole(CallerDefaults.OperatorRole));
    }

    // AddAuthentication would bring data protection too, which writes key files to disk: the cookie's keys are in
    // memory, since what it guards lives no longer than this process.
    private static void AddSchemes(IServiceCollection services)
    {
        services.AddWebEncoders();
        services.AddAuthenticationCore(static options =>
        {
            options.DefaultScheme = CallerDefaults.AuthenticationScheme;
            options.AddScheme<CallerAuthenticationHandler>(CallerDefaults.AuthenticationScheme, displayName: null);
            options.AddScheme<PolicySchemeHandler>(CallerDefaults.PageScheme, displayName: null);
            options.AddScheme<CookieAuthenticationHandler>(CallerDefaults.CookieScheme, displayName: null);
        });
        services.AddOptions<PolicySchemeOptions>(CallerDefaults.PageScheme)
            .Configure(static options => options.ForwardDefaultSelector = SchemeOf);
        services.AddOptions<CookieAuthenticationOptions>(CallerDefaults.CookieScheme)
            .Configure<KeyRing, TimeProvider>(ConfigureCookie);
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>>(
            new PostConfigureCookieAuthenticationOptions(new EphemeralDataProtectionProvider()));
    }

    // A browser is sent to the form; whatever else calls is told that a key is missing.
    private static string SchemeOf(HttpContext context)
    {
        var request = context.Request;
        var isBrowser = request.Cookies.ContainsKey(PortCookies.NameIn(request, OperatorCookie))
            || (HttpMethods.IsGet(request.Method)
                && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));
        return isBrowser
            && request.Headers.Authorization.Count == 0
            && context.RequestServices.GetRequiredService<KeyRing>().IsKeyed
            ? CallerDefaults.CookieScheme
            : CallerDefaults.AuthenticationScheme;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options, KeyRing keys, TimeProvider time)
    {
        options.TimeProvider = time;
        options.ExpireTimeSpan = CookieLifetime;
        options.SlidingExpiration = false;
        options.LoginPath = OperatorPages.SignIn;
        options.CookieManager = new PortCookies();
        options.Cookie.Name = OperatorCookie;
        options.Cookie.Path = OperatorPages.Dashboard;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.HttpOnly = true;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Events.OnValidatePrincipal = context =>
        {
            // The key may have been revoked since it was shown.
            if (context.Principal is not { } caller || !keys.IsOperator(caller))
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
    }
}
