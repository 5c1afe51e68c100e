namespace Leasehold.Testing.Servers.Databases;

/// <summary>Settings of a private server. Commits are durable, as by the server's defaults.</summary>
public sealed record DatabaseServerOptions
{
    /// <summary>The server's limit of connections.</summary>
    /// <value>Connections; 200 by default.</value>
    public int MaxConnections { get; init; } = 200;

    /// <summary>Further server settings by their own names, for example `wait_timeout`.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Bounds a start, crash recovery included.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bounds an orderly stop; after it the server is killed.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
