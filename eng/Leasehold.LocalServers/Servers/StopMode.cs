namespace Leasehold.LocalServers.Servers;

/// <summary>How a private server is stopped.</summary>
public enum StopMode
{
    /// <summary>The server's own shutdown: sessions are ended, data is flushed.</summary>
    Orderly,

    /// <summary>SIGKILL to all its processes, as when the machine's memory runs out.</summary>
    Kill,
}
