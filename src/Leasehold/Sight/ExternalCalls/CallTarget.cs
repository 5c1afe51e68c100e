namespace Leasehold.Sight.ExternalCalls;

/// <summary>Who an external call goes to: a host and how it is asked, or a name when it is not HTTP.</summary>
internal readonly record struct CallTarget(string? Method, string Host, int Port)
{
    /// <summary>The host with its port, or the name.</summary>
    public string Authority
        => Port == 0 ? Host : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    public static CallTarget Named(string name) => new(null, name, 0);

    public static CallTarget Of(HttpRequestMessage? request)
        => request?.RequestUri is { IsAbsoluteUri: true } uri
            ? new(KnownMethod(request.Method.Method), uri.IdnHost, uri.Port)
            : new(null, "unknown host", 0);

    /// <summary>What reports and messages call it.</summary>
    public override string ToString() => Method is null ? Authority : $"{Method} {Authority}";

    // A method is free text: an unknown one must not become a name in logs and tables.
    private static string KnownMethod(string method)
        => method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT"
            ? method
            : "_OTHER";
}
