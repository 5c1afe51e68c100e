using System.Net;
using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>Tells callers on this machine from all others.</summary>
internal static class LoopbackRule
{
    public const string Refusal =
        "No API keys are configured, so only direct calls from the same machine are accepted.";

    // A forwarding header cannot make a caller local, but it can tell that one is not: a proxy or a tunnel stands
    // before us. X-Original-For is what the forwarded headers middleware leaves when it has used the header up.
    private static readonly string[] ForwardingHeaders = ["X-Forwarded-For", "Forwarded", "X-Original-For"];

    /// <summary>
    /// Whether the call comes straight from this machine, and not through a page in its browser: a foreign page can
    /// reach a loopback address, but its Origin, or the Host it was rebound from, gives it away.
    /// </summary>
    public static bool Allows(HttpContext context)
        => IsLoopback(context.Connection.RemoteIpAddress)
            && IsLoopbackName(context.Request.Host.Host)
            && !Array.Exists(ForwardingHeaders, context.Request.Headers.ContainsKey)
            && IsOwnOrigin(context.Request.Headers.Origin);

    public static bool IsLoopback(EndPoint? endpoint) => endpoint is IPEndPoint ip && IsLoopback(ip.Address);

    /// <summary>Whether an address such as <c>http://localhost:5000</c> is reached from this machine only.</summary>
    public static bool IsLoopbackAddress(string address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsLoopbackName(uri.Host);

    private static bool IsLoopback(IPAddress? address)
        => address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopbackName(string host)
        => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IsLoopback(address));

    private static bool IsOwnOrigin(Microsoft.Extensions.Primitives.StringValues origin)
        => origin.Count == 0 || (origin.Count == 1 && origin[0] is { } one && IsLoopbackAddress(one));
}
