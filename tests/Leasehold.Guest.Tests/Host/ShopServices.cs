using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.IdentityModel.Tokens;

namespace Leasehold.Guest.Tests.Host;

/// <summary>What the shop registers: everything that an application has of its own.</summary>
internal static class ShopServices
{
    public const string Origin = "https://web.shop.example";
    public const string Cors = "web";
    public const string OpsPolicy = "ops";
    public const string Limited = "limited";
    private const string Smart = "smart";

    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        AddAuthentication(services);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(OpsPolicy, static policy => policy.RequireRole(ShopTokens.OpsRole));
        services.AddExceptionHandler<ShopExceptionHandler>();
        services.AddProblemDetails(static options => options.CustomizeProblemDetails = static context =>
        {
            context.ProblemDetails.Extensions["shop"] = "corner";
            context.ProblemDetails.Extensions["cause"] = context.Exception?.GetType().Name;
        });
        services.AddCors(static cors => cors.AddPolicy(Cors, static policy => policy
            .WithOrigins(Origin).WithMethods("GET", "PUT").WithHeaders("X-Shop").WithExposedHeaders("X-Shop-Id")
            .AllowCredentials().SetPreflightMaxAge(TimeSpan.FromMinutes(7))));
        AddRateLimit(services);
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.MaxDepth = 60;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
        services.AddControllers();
        services.AddOpenApi();
        services.AddHealthChecks()
            .AddCheck("shelf", static () => HealthCheckResult.Healthy("full"))
            .AddCheck("till", static () => HealthCheckResult.Degraded("little change"), tags: ["ready"]);
        services.Configure<ForwardedHeadersOptions>(
            static options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor);
        services.AddHttpClient("supplier");
    }

    private static void AddAuthentication(IServiceCollection services) => services
        .AddAuthentication(static options =>
        {
            options.DefaultScheme = Smart;
            options.DefaultSignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        })
        .AddPolicyScheme(Smart, null, static options => options.ForwardDefaultSelector = static context
            => context.Request.Headers.Authorization.Count > 0
                ? JwtBearerDefaults.AuthenticationScheme
                : CookieAuthenticationDefaults.AuthenticationScheme)
        .AddCookie(static options =>
        {
            options.LoginPath = "/login";
            options.Cookie.Name = "shop";
        })
        .AddJwtBearer(static options => options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = ShopTokens.Issuer,
            ValidAudience = ShopTokens.Issuer,
            IssuerSigningKey = ShopTokens.Key,
        });

    private static void AddRateLimit(IServiceCollection services) => services.AddRateLimiter(static options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = static async (rejected, cancellationToken) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "3600";
            await rejected.HttpContext.Response.WriteAsync("not so fast", cancellationToken);
        };
        options.AddPolicy(Limited, static _ => RateLimitPartition.GetFixedWindowLimiter(
            Limited,
            static _ => new FixedWindowRateLimiterOptions { PermitLimit = 2, Window = TimeSpan.FromHours(1) }));
    });
}
