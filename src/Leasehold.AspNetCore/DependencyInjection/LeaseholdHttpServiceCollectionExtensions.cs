using Leasehold;
using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcJsonOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the parts of Leasehold's HTTP side one by one.</summary>
public static class LeaseholdHttpServiceCollectionExtensions
{
    private const string Section = "Leasehold";

    /// <summary>The guard of an application without a database of ours.</summary>
    private static readonly ExternalCallGuard Nobody = new(new GuardOptions { Mode = GuardMode.Off });

    /// <summary>Answers every fault with <c>application/problem+json</c> and a trace id.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddLeaseholdProblemDetails(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddRequests(services);
        if (services.Any(static s => s.ImplementationType == typeof(ProblemJsonWriter)))
        {
            return services;
        }

        // First in the list, so that it is asked before the framework's writer.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemJsonWriter>());
        services.AddProblemDetails();

        // By default, outside Development a malformed body becomes a bare 400 that says nothing to its sender.
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Bounds bodies, headers and JSON depth, from <c>Leasehold:Limits</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="configure">Changes after binding.</param>
    public static IServiceCollection AddLeaseholdLimits(
        this IServiceCollection services, IConfiguration configuration, Action<RequestLimits>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddRequests(services);
        services.AddOptions<RequestLimits>()
            .Bind(configuration.GetSection($"{Section}:Limits"))
            .Configure(limits => configure?.Invoke(limits))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, RequestLimitsSetup>();
        services.AddSingleton<IConfigureOptions<HttpJsonOptions>, RequestLimitsSetup>();
        services.AddSingleton<IConfigureOptions<MvcJsonOptions>, RequestLimitsSetup>();
        return services;
    }

    /// <summary>Asks callers for an API key of <c>Leasehold:Keys</c>; without any, accepts this machine only.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration; its changes take effect without a restart.</param>
    /// <remarks>Every endpoint is guarded by the fallback policy; <c>AllowAnonymous</c> opens one.</remarks>
    public static IServiceCollection AddLeaseholdApiKeys(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddRequests(services);
        if (services.Any(static s => s.ServiceType == typeof(KeyRing)))
        {
            return services;
        }

        services.AddOptions<CallerOptions>().Bind(configuration.GetSection(Section));
        services.AddSingleton<KeyRing>();
        services.AddHostedService<CallerStartup>();

        // Kestrel adds its transport only where there is none yet, and the guard is one: so the real one goes first.
        services.TryAddSingleton<IConnectionListenerFactory, SocketTransportFactory>();
        services.AddSingleton<IConnectionListenerFactory, LoopbackListenerGuard>();
        AddScheme(services);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(CallerDefaults.OperatorPolicy, static policy => policy.RequireRole(CallerDefaults.OperatorRole));
        return services;
    }

    /// <summary>Limits how often each API key may ask, from <c>Leasehold:RateLimit</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="configure">Changes after binding.</param>
    public static IServiceCollection AddLeaseholdRateLimit(
        this IServiceCollection services, IConfiguration configuration, Action<RateLimitOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddLeaseholdApiKeys(configuration);
        services.AddOptions<RateLimitOptions>()
            .Bind(configuration.GetSection($"{Section}:RateLimit"))
            .Configure(limits => configure?.Invoke(limits))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services;
    }

    /// <summary>Adds the check of databases and pools that <c>MapLeaseholdHealth</c> answers with.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Another probe or time-out.</param>
    /// <returns>The health checks, to add the service's own.</returns>
    public static IHealthChecksBuilder AddLeaseholdHealthChecks(
        this IServiceCollection services, Action<HealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddRequests(services);
        services.AddOptions<HealthOptions>()
            .Configure(options => configure?.Invoke(options))
            .ValidateDataAnnotations()
            .ValidateOnStart();

        // One instance: it holds the probes, which ask once for all requests.
        services.TryAddSingleton<PoolsHealthCheck>();
        services.Configure<HealthCheckServiceOptions>(static options =>
        {
            // The call may come twice: from AddLeaseholdHttp, and again to set the probe. Two checks of a name throw.
            if (options.Registrations.All(static r => r.Name != PoolsHealthCheck.Name))
            {
                options.Registrations.Add(new HealthCheckRegistration(
                    PoolsHealthCheck.Name, static s => s.GetRequiredService<PoolsHealthCheck>(), null, null));
            }
        });
        return services.AddHealthChecks();
    }

    // AddAuthentication would bring data protection too, which writes key files to disk that nothing here uses.
    private static void AddScheme(IServiceCollection services)
    {
        services.AddWebEncoders();
        services.TryAddTransient<CallerAuthenticationHandler>();
        services.AddAuthenticationCore(static options =>
        {
            options.DefaultScheme = CallerDefaults.AuthenticationScheme;
            options.AddScheme<CallerAuthenticationHandler>(CallerDefaults.AuthenticationScheme, displayName: null);
        });
    }

    private static void AddRequests(IServiceCollection services)
    {
        if (services.All(static s => s.ServiceType != typeof(RegisteredDatabases)))
        {
            // For clients of the factory whose primary handler is not the framework's; the guard sees all others.
            services.ConfigureHttpClientDefaults(static client => client.AddHttpMessageHandler(
                static s => new ExternalCallHandler(s.GetService<ExternalCallGuard>() ?? Nobody)));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new RegisteredDatabases(services, s));
        services.TryAddSingleton<ProblemMap>();
    }
}
