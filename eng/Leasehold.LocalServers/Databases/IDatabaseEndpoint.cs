namespace Leasehold.LocalServers.Databases;

/// <summary>A running database server that a test may use, but not stop: it may be shared.</summary>
public interface IDatabaseEndpoint
{
    /// <summary>Connects to the server's own maintenance database, as an administrator.</summary>
    string ConnectionString { get; }

    /// <summary>The loopback port; the port in the connection string for a server that already existed.</summary>
    int Port { get; }

    /// <summary>Creates a database of the test's own. A random suffix keeps test processes apart.</summary>
    /// <param name="name">The start of its name: letters, digits and `_`, at most 40.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>The connection string that connects to it.</returns>
    Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Drops a database that CreateDatabaseAsync made, its sessions included.</summary>
    Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken = default);

    /// <summary>Ends every client session in the database the connection string names.</summary>
    /// <returns>How many there were.</returns>
    Task<int> KillSessionsAsync(string connectionString, CancellationToken cancellationToken = default);
}
