using Leasehold.AspNetCore;
using Leasehold.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Dashboard;

/// <summary>Reads a frame out of the pools: figures in memory, no connection.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FrameReader(
    RegisteredDatabases databases, HostServices host, DurableReader durable, TimeProvider time)
{
    /// <summary>Holders of each pool and endpoints of each database, at the most.</summary>
    public const int MaxRows = 100;

    // Guards the trails: the last page's sampling may end while the next one's begins.
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Database, string Workload), PoolTrail> _trails = [];

    public IReadOnlyList<RegisteredDatabase> Databases => databases.All;

    public DashboardFrame Read()
    {
        var guard = host.Services.GetService<ExternalCallGuard>();
        lock (_lock)
        {
            var at = time.GetUtcNow();
            return new DashboardFrame(
                at,
                [.. databases.All.Select(database => Read(database, at))],
                guard?.Mode ?? GuardMode.Off,
                guard?.Reports ?? []);
        }
    }

    private DatabaseFrame Read(RegisteredDatabase database, DateTimeOffset at)
    {
        var pools = database.Pools;
        return new DatabaseFrame(
            database.Name,
            pools.Provider.Dialect.SystemName,
            [.. pools.Snapshot(MaxRows)
                .OrderBy(static pool => Rank(pool.Workload))
                .ThenBy(static pool => pool.Workload, StringComparer.Ordinal)
                .Select(pool => Read(database, pool, at))],
            pools.Attribution.Read(MaxRows),
            pools.FlightRecorder.Records,
            durable.Latest(database));
    }

    private PoolFrame Read(RegisteredDatabase database, PoolSnapshot pool, DateTimeOffset at)
    {
        if (!_trails.TryGetValue((database.Name, pool.Workload), out var trail))
        {
            trail = _trails[(database.Name, pool.Workload)] = new PoolTrail();
        }

        var now = new PoolMoment(at, pool.InUse, pool.OverflowInUse, pool.Waiting);
        return new PoolFrame(pool, trail.Add(now, database.Pools.History.Read(Workload.Named(pool.Workload))));
    }

    // What callers wait for comes first.
    private static int Rank(string workload) => workload switch
    {
        "Api" => 0,
        "Background" => 1,
        "Batch" => 2,
        _ => 3,
    };
}
