using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>A database on the server that all tests share.</summary>
public abstract class ServerFixture : DatabaseFixture
{
    private readonly List<string> _databases = [];
    private IDatabaseEndpoint? _server;

    private protected abstract string Provider { get; }

    internal override async Task<string[]?> NewDatabaseAsync()
    {
        var found = await FindAsync();
        if (found.IsMissing)
        {
            MissingReason = found.Reason;
            return null;
        }

        _server = found.Server;
        var connectionString = await _server.CreateDatabaseAsync("payments");
        _databases.Add(connectionString);
        return
        [
            $"--Leasehold:Database:Provider={Provider}",
            $"--Leasehold:Database:ConnectionString={connectionString}",

            // The shared server has other tests' connections as well.
            "--Leasehold:Pools:Api:Size=10",
            "--Leasehold:Pools:Api:MaxOverflow=5",
            "--Leasehold:Pools:Background:MaxOverflow=0",
        ];
    }

    internal override async Task DropDatabasesAsync()
    {
        foreach (var database in _databases)
        {
            await _server!.DropDatabaseAsync(database);
        }
    }

    private protected abstract Task<ServerAvailability<IDatabaseEndpoint>> FindAsync();
}
