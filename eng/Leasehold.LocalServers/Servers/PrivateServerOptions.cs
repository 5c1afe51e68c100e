namespace Leasehold.LocalServers.Servers;

/// <summary>What is said about any private server.</summary>
public record PrivateServerOptions
{
    /// <summary>Where the server keeps its files, made when it does not exist; it stays when the server ends.</summary>
    /// <value>Null by default: a temporary folder, removed with the server.</value>
    public string? Folder { get; init; }

    /// <summary>
    /// Whether it is in a session of its own, so that Ctrl+C in a terminal goes to the caller, who then stops its
    /// servers in the right order. Not for measuring: Linux shares the cores among sessions (sched_autogroup), and
    /// .NET's idle threads, which yield to their own session only, then take the server's turn. On two cores that
    /// halved a service's throughput.
    /// </summary>
    /// <value>False by default.</value>
    public bool OwnSession { get; init; }

    /// <summary>Bounds a start, crash recovery included.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bounds an orderly stop; after it the server is killed.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
