using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Proxies;

/// <summary>Settings of a private reverse proxy.</summary>
public sealed record ReverseProxyOptions : PrivateServerOptions
{
    /// <summary>Whether it adds headers that tell of the caller it calls for.</summary>
    /// <value>False by default, as both programs come: what it serves sees a caller on its own machine.</value>
    public bool TellsOfCaller { get; init; }
}
