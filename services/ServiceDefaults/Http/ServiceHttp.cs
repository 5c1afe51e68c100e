using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Health;
using Leasehold.ServiceDefaults.Languages;
using Leasehold.ServiceDefaults.Limits;
using Leasehold.ServiceDefaults.Problems;
using Leasehold.ServiceDefaults.RateLimits;
using Leasehold.ServiceDefaults.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Leasehold.ServiceDefaults.Http;

/// <summary>The services' manners over HTTP, around Leasehold's own.</summary>
public static class ServiceHttp
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds problem documents, limits, API keys, a rate limit per key, and Leasehold.</summary>
    /// <param name="builder">The service being built.</param>
    /// <param name="probeSql">The query by which the health check finds out whether the schema is there.</param>
    public static void AddServiceHttp(this IHostApplicationBuilder builder, string probeSql)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        builder.AddLeaseholdHttp();
        services.AddHealthChecks().AddLeasehold(HealthEndpoint.Check, configure: health => health.ProbeSql = probeSql);
        AddProblems(services);
        AddLimits(builder);
        services.AddCallers(builder.Configuration);
        AddRateLimit(builder);
    }

    /// <summary>Answers faults with problems, and lets in who may come in.</summary>
    /// <param name="app">The service; call it before everything that leases or answers.</param>
    /// <remarks>
    /// In this order: problems, routing, Leasehold, limits, the loopback rule, authentication, authorization, the rate
    /// limit, the guard of the tables.
    /// </remarks>
    public static void UseServiceHttp(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<FaultMiddleware>();
        app.UseStatusCodePages(static pages => ProblemResponse.WriteAsync(
            pages.HttpContext, StatusProblem.Of(pages.HttpContext.Response.StatusCode, pages.HttpContext)));
        app.UseRouting();
        app.UseLeasehold();
        app.UseMiddleware<BodyLimitMiddleware>();
        app.UseMiddleware<BodyReadingMiddleware>();
        app.UseMiddleware<LoopbackMiddleware>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseMiddleware<SchemaGuard>();
    }

    /// <summary>Answers whether the service is healthy, degraded or unhealthy; open to everybody.</summary>
    /// <param name="app">The service.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="service">The service's name in the answer.</param>
    public static void MapServiceHealth(this WebApplication app, string pattern, string service)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentException.ThrowIfNullOrEmpty(service);
        app.MapMethods(pattern, GetAndHead, new HealthEndpoint(service).AnswerAsync).AllowAnonymous();
    }

    private static void AddProblems(IServiceCollection services)
    {
        services.TryAddSingleton<ProblemMap>();

        // First in the list, so that it is asked before the framework's writer.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemJsonWriter>());
        services.AddProblemDetails();
        services.AddOptions<MessageOptions>().BindConfiguration("Leasehold:Messages")
            .ValidateDataAnnotations().ValidateOnStart();

        // By default, outside Development a malformed body becomes a bare 400 that says nothing to its sender.
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
    }

    private static void AddLimits(IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RequestLimits>()
            .Bind(builder.Configuration.GetSection("Leasehold:Limits"))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, RequestLimitsSetup>();
        builder.Services.AddSingleton<IConfigureOptions<HttpJsonOptions>, RequestLimitsSetup>();
    }

    private static void AddRateLimit(IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>()
            .Bind(builder.Configuration.GetSection("Leasehold:RateLimit"))
            .ValidateDataAnnotations()
            .Validate(
                KeyRateLimit.IsBurstEnough,
                "Leasehold:RateLimit:Burst must be at least a tenth of PerSecond: tokens come back ten times a second.")
            .ValidateOnStart();
        builder.Services.AddRateLimiter(static _ => { });
        builder.Services.AddSingleton<IConfigureOptions<RateLimiterOptions>, KeyRateLimit>();
    }
}
