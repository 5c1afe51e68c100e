using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Tests.Callers;

/// <summary>A service with four keys: of tenants acme and globex, an operator's, and a disabled one.</summary>
internal static class KeyedService
{
    public static NewApiKey Acme { get; } = ApiKeys.Create();

    public static NewApiKey Globex { get; } = ApiKeys.Create();

    public static NewApiKey Operator { get; } = ApiKeys.Create();

    public static NewApiKey Revoked { get; } = ApiKeys.Create();

    public static (string Key, string Value)[] Settings { get; } =
    [
        .. Key(0, "acme-shop", "acme", Acme.Hash),
        .. Key(1, "globex-shop", "globex", Convert.ToBase64String(Convert.FromHexString(Globex.Hash))),
        .. Key(2, "ops", "acme", Operator.Hash),
        ("Leasehold:Keys:2:Roles:0", "operator"),
        .. Key(3, "old", "acme", Revoked.Hash),
        ("Leasehold:Keys:3:Disabled", "true"),
    ];

    public static Task<TestService> StartAsync(string url = "http://127.0.0.1:0") => TestService.StartAsync(
        app =>
        {
            app.MapGet("/tenant", (HttpContext context) => context.GetTenant());
            app.MapGet("/open", () => "open").AllowAnonymous();
        },
        Settings,
        url: url);

    public static (string Key, string Value)[] Key(int index, string name, string tenant, string hash) =>
    [
        ($"Leasehold:Keys:{index}:Name", name),
        ($"Leasehold:Keys:{index}:Tenant", tenant),
        ($"Leasehold:Keys:{index}:Hash", hash),
    ];

    public static (string Key, string Value)[] With(
        this (string Key, string Value)[] settings, string key, string value)
        => [.. settings.Where(s => !string.Equals(s.Key, key, StringComparison.Ordinal)), (key, value)];

    public static void AssertUnauthorized(Answer answer, string challenge)
    {
        answer.AssertProblem(HttpStatusCode.Unauthorized);
        Assert.Equal(challenge, answer.Headers["WWW-Authenticate"]);
    }
}
