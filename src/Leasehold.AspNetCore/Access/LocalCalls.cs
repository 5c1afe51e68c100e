using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Leasehold.AspNetCore;

/// <summary>Tells calls that seem to come straight from this machine from all others.</summary>
/// <remarks>
/// Never an identity, and never enough outside Development: a proxy on the same machine that passes on neither the
/// caller's Host nor its address (nginx's plain <c>proxy_pass</c>) makes every caller look like this. Compiled into
/// Leasehold.ServiceDefaults too, which asks the same question.
/// </remarks>
internal static class LocalCalls
{
    private const string ForwardedPrefix = "X-Forwarded-";
    private const string OriginalPrefix = "X-Original-"; // what the forwarded headers middleware leaves behind

    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP",
        "Fastly-Client-IP", "X-Envoy-External-Address", "X-ProxyUser-Ip", "X-ARR-SSL", "Front-End-Https",
    ];

    /// <summary>
    /// Whether the call comes straight from this machine, and not through a page in its browser: a foreign page can
    /// reach a loopback address, but its Origin, or the Host it was rebound from, gives it away.
    /// </summary>
    public static bool Allows(HttpContext context)
        => IsLoopback(context.Connection.RemoteIpAddress)
            && IsLoopbackName(context.Request.Host.Host)
            && !IsForwarded(context.Request.Headers)
            && IsOwnOrigin(context.Request.Headers.Origin);

    public static bool IsLoopback(EndPoint? endpoint) => endpoint is IPEndPoint ip && IsLoopback(ip.Address);

    /// <summary>Whether an address such as <c>http://localhost:5000</c> is reached from this machine only.</summary>
    public static bool IsLoopbackAddress(string address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsLoopbackName(uri.Host);

    // Such a header cannot make a caller local, but it tells that one is not: a proxy or a tunnel stands before us.
    private static bool IsForwarded(IHeaderDictionary headers)
        => Array.Exists(ForwardingHeaders, headers.ContainsKey)
            || headers.Keys.Any(static name =>
                name.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase)
                || name.StartsWith(OriginalPrefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsLoopback(IPAddress? address)
        => address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopbackName(string host)
        => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IsLoopback(address));

    private static bool IsOwnOrigin(StringValues origin)
        => origin.Count == 0 || (origin.Count == 1 && origin[0] is { } one && IsLoopbackAddress(one));
}
