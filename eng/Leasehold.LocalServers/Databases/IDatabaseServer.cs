using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Databases;

/// <summary>A private server: it may be stopped, killed and started again on the same port and data.</summary>
public interface IDatabaseServer : IDatabaseEndpoint, IAsyncDisposable
{
    /// <summary>Ends every client session of the server, whatever its database.</summary>
    /// <returns>How many there were.</returns>
    Task<int> KillSessionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops the server and waits until its processes are gone.</summary>
    Task StopAsync(StopMode mode = StopMode.Orderly, CancellationToken cancellationToken = default);

    /// <summary>Starts the stopped server on the same port and data, and waits until it takes connections.</summary>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops and starts.</summary>
    Task RestartAsync(StopMode mode = StopMode.Orderly, CancellationToken cancellationToken = default);

    /// <summary>SIGSTOP to every process of the server: connections hang, nothing is refused.</summary>
    void Freeze();

    /// <summary>Lets a frozen server go on.</summary>
    void Thaw();
}
