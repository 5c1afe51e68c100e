using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Leasehold.AspNetCore;

/// <summary>What an endpoint's flows are called and which workload they lease from.</summary>
/// <remarks>Thread-safe; worked out once per endpoint.</remarks>
internal sealed class EndpointFlow
{
    // Methods are the caller's to invent, and flow names end up in logs and metrics: an unknown one gets one name.
    private const string OtherMethod = "_OTHER";

    private static readonly FrozenSet<string> KnownMethods = FrozenSet.ToFrozenSet(
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"], StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly string _route;

    private EndpointFlow(string route, Workload workload)
    {
        _route = route;
        Workload = workload;
    }

    /// <summary>What a request is called that no route answers.</summary>
    public static EndpointFlow Unrouted { get; } = new("(no route)", Workload.Api);

    public Workload Workload { get; }

    public static EndpointFlow Of(Endpoint endpoint)
        => new(Template(endpoint), endpoint.Metadata.GetMetadata<IWorkloadMetadata>()?.Workload ?? Workload.Api);

    public string NameFor(string method)
    {
        var known = HttpMethods.GetCanonicalizedValue(method);
        known = KnownMethods.Contains(known) ? known : OtherMethod;
        return _names.GetOrAdd(known, static (m, route) => $"{m} {route}", _route);
    }

    // The template, never the path: a path carries values (order numbers, payment ids) into logs and metrics.
    private static string Template(Endpoint endpoint)
        => endpoint is RouteEndpoint { RoutePattern.RawText: { } text }
            ? text.StartsWith('/') ? text : $"/{text}"
            : endpoint.DisplayName ?? "(unnamed)";
}
