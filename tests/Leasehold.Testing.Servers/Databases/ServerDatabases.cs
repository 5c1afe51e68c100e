using Leasehold.LocalServers.Databases;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>Databases on a server that all tests share.</summary>
/// <param name="provider">The provider, as the service's settings name it.</param>
/// <param name="name">What the databases' names begin with.</param>
/// <param name="find">Finds the server.</param>
public sealed class ServerDatabases(
    string provider, string name, Func<Task<ServerAvailability<IDatabaseEndpoint>>> find) : IServiceDatabases
{
    private readonly List<string> _made = [];
    private IDatabaseEndpoint? _server;

    /// <inheritdoc/>
    public string? MissingReason { get; private set; }

    /// <inheritdoc/>
    public async Task<string[]?> NewAsync()
    {
        var found = await find();
        if (found.IsMissing)
        {
            MissingReason = found.Reason;
            return null;
        }

        _server = found.Server;
        var connectionString = await _server.CreateDatabaseAsync(name);
        _made.Add(connectionString);
        return
        [
            $"--Leasehold:Database:Provider={provider}",
            $"--Leasehold:Database:ConnectionString={connectionString}",

            // The shared server has other tests' connections as well.
            "--Leasehold:Pools:Api:Size=10",
            "--Leasehold:Pools:Api:MaxOverflow=5",
            "--Leasehold:Pools:Background:MaxOverflow=0",
        ];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _made)
        {
            await _server!.DropDatabaseAsync(database);
        }
    }
}
