using System.Net;
using Leasehold.Simulators.ImageProcessor.Http;

namespace Leasehold.Simulators.ImageProcessor.Control;

/// <summary>
/// Lets a control request through only from this machine, and not from a web page open in its browser: a page can
/// reach 127.0.0.1, but it sends its Origin, and after a DNS rebinding it sends its own host name.
/// </summary>
internal static class LoopbackOnly
{
    private static readonly Refusal Forbidden =
        new(StatusCodes.Status403Forbidden, "loopback_only", "The control routes answer local callers only.");

    public static RequestDelegate Require(RequestDelegate next) => context =>
        IsLocal(context) ? next(context) : ProblemAnswer.WriteAsync(context, Forbidden);

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) &&
        context.Request.Headers.Origin.Count == 0 &&
        IsLocalName(context.Request.Host.Host);

    private static bool IsLocalName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ||
        (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
