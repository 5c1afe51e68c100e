using Leasehold.LocalServers.Databases;

namespace Leasehold.CrashLab.Tests.Databases;

/// <summary>A database on a server, its own or the one all tests share.</summary>
internal abstract class ServerLabDatabase(IDatabaseEndpoint server, string provider, string connectionString)
    : LabDatabase
{
    public override string Name => provider;

    public IDatabaseEndpoint Server => server;

    /// <summary>Straight to the server.</summary>
    public string ConnectionString => connectionString;

    /// <summary>What the service is to use instead, such as a proxy or a pooler; the lab goes straight.</summary>
    public string? Through { get; set; }

    public override IReadOnlyList<string> Settings =>
    [
        $"--Leasehold:Database:Provider={provider}",
        $"--Leasehold:Database:ConnectionString={Through ?? connectionString}",
    ];

    public override async ValueTask DisposeAsync() => await server.DropDatabaseAsync(connectionString);
}
