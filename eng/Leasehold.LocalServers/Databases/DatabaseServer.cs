using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Databases;

/// <summary>A private database server.</summary>
/// <inheritdoc cref="PrivateServer" path="/remarks"/>
public abstract class DatabaseServer : PrivateServer, IDatabaseServer
{
    private protected DatabaseServer(ServerFolder folder, DatabaseServerOptions options)
        : base(folder, options) => Options = options;

    /// <inheritdoc/>
    public abstract string ConnectionString { get; }

    /// <summary>The settings it was started with.</summary>
    protected DatabaseServerOptions Options { get; }

    /// <inheritdoc/>
    public abstract Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Creates the database of that very name, unless it exists.</summary>
    /// <param name="name">Lower-case letters.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>The connection string that connects to it.</returns>
    public abstract Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<int> KillSessionsAsync(
        string connectionString, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<int> KillSessionsAsync(CancellationToken cancellationToken = default);
}
