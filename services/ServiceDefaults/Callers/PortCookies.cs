using System.Globalization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Names cookies after the port: a browser keeps one set per host, for all services on it together.</summary>
/// <remarks>Thread-safe. The port is the one that the browser asked, not the one behind a proxy.</remarks>
internal sealed class PortCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public static string NameIn(HttpRequest request, string name)
        => request.Host.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{name}-{port}") : name;

    public string? GetRequestCookie(HttpContext context, string key)
        => _cookies.GetRequestCookie(context, NameIn(context.Request, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
        => _cookies.AppendResponseCookie(context, NameIn(context.Request, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
        => _cookies.DeleteCookie(context, NameIn(context.Request, key), options);
}
