using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Leasehold.Guest.Tests.Host;

/// <summary>The shop's middleware and routes.</summary>
internal static class ShopRoutes
{
    public static void Use(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(static (context, next) =>
        {
            context.Response.Headers["X-Shop-Id"] = "17";
            return next(context);
        });
        app.UseStaticFiles();
        app.UseCors(ShopServices.Cors);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
    }

    public static void Map(WebApplication app)
    {
        MapCallers(app);
        MapBodies(app.MapGroup("/api").AllowAnonymous());
        MapFaults(app.MapGroup("/fail").AllowAnonymous());
        app.MapGet("/limited", static () => "served").RequireRateLimiting(ShopServices.Limited).AllowAnonymous();
        app.MapControllers();
        app.MapOpenApi().AllowAnonymous();
        app.MapHealthChecks("/healthz").AllowAnonymous();
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            ResponseWriter = static (context, report) => context.Response.WriteAsync(string.Join(
                ' ', report.Entries.Select(static entry => $"{entry.Key}={entry.Value.Status}"))),
        });
    }

    private static void MapCallers(WebApplication app)
    {
        app.MapGet("/me", static (ClaimsPrincipal caller) => new
        {
            caller.Identity!.Name,
            caller.Identity.AuthenticationType,
            Roles = caller.FindAll(ClaimTypes.Role).Select(static claim => claim.Value),
        });
        app.MapGet("/ops/report", static () => "for operators").RequireAuthorization(ShopServices.OpsPolicy);
        app.MapGet("/open", static () => "open").AllowAnonymous();
        app.MapGet("/seen", static (HttpContext context) => new
        {
            Host = context.Request.Host.Value,
            context.Request.Scheme,
            context.Request.PathBase,
            Address = context.Connection.RemoteIpAddress?.MapToIPv4().ToString(),
        }).AllowAnonymous();
        app.MapGet("/login", static () => "who are you?").AllowAnonymous();
        app.MapPost("/login", static ([FromForm] string user) => TypedResults.SignIn(
            new ClaimsPrincipal(ShopTokens.Identity(user, "form")),
            new AuthenticationProperties { RedirectUri = "/me" })).AllowAnonymous().DisableAntiforgery();
        app.MapPost("/logout", static () => TypedResults.SignOut(new AuthenticationProperties { RedirectUri = "/" }));
    }

    private static void MapBodies(RouteGroupBuilder api)
    {
        api.MapPost("/echo", static (ShopOrder order) => order);
        api.MapPost("/json", static (JsonElement json) => json);
        api.MapGet("/orders", static (int size) => Enumerable.Range(1, size));
        api.MapPut("/orders/{id:int}", static (int id) => TypedResults.Accepted($"/api/orders/{id}"));
        api.MapPost("/upload", static async (HttpRequest request) => Convert.ToHexString(
            await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted)));
        api.MapPost("/form", static async (IFormFile file) =>
        {
            await using var content = file.OpenReadStream();
            return $"{file.FileName} {file.Length} {Convert.ToHexString(await SHA256.HashDataAsync(content))}";
        }).DisableAntiforgery();
        api.MapPost("/small", static (ShopOrder order) => order).WithMetadata(new RequestSizeLimitAttribute(1_000));
        api.MapGet("/headers", static (HttpRequest request) => request.Headers
            .Where(static header => header.Key.StartsWith("X-Many", StringComparison.Ordinal))
            .Sum(static header => header.Value.ToString().Length));
        api.MapGet("/stream", Stream);
        api.MapGet("/file", static () => TypedResults.Bytes("a,b"u8.ToArray(), "text/csv", "orders.csv"));
        api.MapGet("/redirect", static () => TypedResults.Redirect("/open", permanent: true));
        api.MapGet("/cookie", static (HttpResponse response) => response.Cookies.Append("basket", "apples"));
        api.MapGet("/nothing", static () => TypedResults.NoContent());
    }

    private static async IAsyncEnumerable<string> Stream()
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.Yield();
            yield return i.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static void MapFaults(RouteGroupBuilder fail)
    {
        fail.MapGet("/unexpected", static void () => throw new InvalidOperationException("canary"));
        fail.MapGet("/refused", static void () => throw new ShopException("sold out"));
        fail.MapGet("/bad", static void () => throw new BadHttpRequestException("no", StatusCodes.Status418ImATeapot));
        fail.MapGet("/timeout", static void () => throw new TimeoutException("late"));
        fail.MapGet("/cancelled", static void () => throw new OperationCanceledException());
        fail.MapGet("/io", static void () => throw new IOException("disk"));
        fail.MapGet("/half", static async (HttpResponse response) =>
        {
            await response.WriteAsync("half");
            await response.Body.FlushAsync();
            throw new InvalidOperationException("canary");
        });
        fail.MapGet("/problem", static () => TypedResults.Problem("paid already", statusCode: 409, title: "Paid"));
        fail.MapGet("/validation", static () => TypedResults.ValidationProblem(
            new Dictionary<string, string[]>(StringComparer.Ordinal) { ["number"] = ["too long"] }));
        fail.MapGet("/status/{status:int}", static (int status) => TypedResults.StatusCode(status));
        fail.MapGet("/body/{status:int}", static (int status) => TypedResults.Text("said", statusCode: status));
    }
}
