using Leasehold.CrashLab.Tests.Databases;
using Leasehold.LocalServers.Poolers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.CrashLab.Tests.Fleets;

/// <summary>Both by way of a pooler in transaction mode: a session of the server's is theirs for no longer.</summary>
public sealed class PgBouncerFleetTests : FleetSpecification, IAsyncLifetime
{
    private PostgreSqlLabDatabase? _database;
    private PgBouncer? _bouncer;

    private protected override string Title => "postgresql through pgbouncer";

    private protected override IReadOnlyList<string> Settings =>
    [
        "--Leasehold:Pooler=Transaction",
        $"--Leasehold:Database:DirectConnectionString={_database!.ConnectionString}",
    ];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_bouncer is not null)
        {
            await _bouncer.DisposeAsync();
        }
    }

    private protected override async Task<LabDatabase> OpenAsync()
    {
        _database = await PostgreSqlLabDatabase.CreateAsync();
        var found = await TestServers.TryStartPrivatePgBouncerAsync(_database.Server.ConnectionString);
        if (found.IsMissing)
        {
            await _database.DisposeAsync();
            Assert.Skip(found.Reason);
        }

        _bouncer = found.Server;
        _database.Through = _bouncer.Through(_database.ConnectionString);
        return _database;
    }
}
