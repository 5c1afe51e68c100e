namespace Leasehold.LocalServers.Proxies;

/// <summary>Which program stands in front.</summary>
public enum ReverseProxyKind
{
    /// <summary>nginx with a plain <c>proxy_pass</c>.</summary>
    Nginx,

    /// <summary>HAProxy in HTTP mode.</summary>
    HaProxy,
}
