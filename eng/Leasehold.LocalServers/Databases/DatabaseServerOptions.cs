using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Databases;

/// <summary>Settings of a private database server. Commits are durable, as by the server's defaults.</summary>
public sealed record DatabaseServerOptions : PrivateServerOptions
{
    /// <summary>The server's limit of connections.</summary>
    /// <value>Connections; 200 by default.</value>
    public int MaxConnections { get; init; } = 200;

    /// <summary>Further server settings by their own names, for example `wait_timeout`.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}
