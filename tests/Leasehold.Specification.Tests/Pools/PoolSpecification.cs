using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Pools;

/// <summary>A database of the test's own and pools on it; both go when the test ends.</summary>
public abstract class PoolSpecification<TDatabase> : IAsyncLifetime
    where TDatabase : DatabaseUnderTest, new()
{
    /// <summary>Bounds what must happen soon: far above what a busy machine takes, far below a hang.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static int s_applications;
    private readonly List<ConnectionPools> _built = [];

    protected TDatabase Database { get; } = new();

    protected LogRecorder Logs { get; } = new();

    protected static CancellationToken Ended => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => await Database.InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var pools in _built)
        {
            await pools.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    /// <summary>Skips the row, with the reason, where the database under test cannot have it.</summary>
    protected void Needs(Capability capability)
    {
        var reason = Database.WhyNot(capability);
        Assert.SkipWhen(reason is not null, reason ?? "");
    }

    /// <summary>Pools whose Api pool has two connections unless told otherwise; the other two have one each.</summary>
    protected ConnectionPools Build(
        Action<PoolOptions>? api = null,
        Action<LeaseholdOptions>? all = null,
        string? connectionString = null,
        GuardOptions? guard = null,
        DatabaseProvider? provider = null)
    {
        var options = new LeaseholdOptions
        {
            ApplicationName = $"spec-{Environment.ProcessId}-{Interlocked.Increment(ref s_applications)}",
            ShutdownTimeout = TimeSpan.Zero, // a test that has failed may not have returned its leases
        };
        foreach (var workload in (Workload[])[Workload.Api, Workload.Background, Workload.Batch])
        {
            options.Pools[workload.Name] = new PoolOptions { Size = 1, AcquireTimeout = Patience };
        }

        options.Pools[Workload.Api.Name].Size = 2;
        api?.Invoke(options.Pools[Workload.Api.Name]);
        all?.Invoke(options);
        var pools = new ConnectionPoolsBuilder(provider ?? Database.CreateProvider(connectionString), options)
        {
            LoggerFactory = Logs,
            Guard = new ExternalCallGuard(guard, Logs),
        }.Build();
        _built.Add(pools);
        return pools;
    }

    /// <summary>Leases so many, each used once, so that the other side knows of it.</summary>
    protected async Task<IList<ConnectionLease>> LeaseAsync(ConnectionPool pool, int count)
    {
        var leases = new List<ConnectionLease>(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                leases.Add(await TouchedLeaseAsync(pool));
            }
        }
        catch
        {
            await ReturnAsync(leases);
            throw;
        }

        return leases;
    }

    /// <summary>A lease whose connection was used once.</summary>
    protected async Task<ConnectionLease> TouchedLeaseAsync(ConnectionPool pool)
    {
        var lease = await pool.LeaseAsync(Ended);
        try
        {
            await lease.Connection.ReadAsync(Database.Touch);
            return lease;
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens so many, where AcquireTimeout is shorter than a busy machine takes to connect.</summary>
    protected async Task WarmUpAsync(ConnectionPool pool, int count)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ReturnAsync(await LeaseAsync(pool, count));
                return;
            }
            catch (LeaseholdException) when (attempt < 10)
            {
                await Eventually.TrueAsync(() => pool.Snapshot(0).InUse == 0, "the failed attempt is over");
            }
        }
    }

    protected static async Task ReturnAsync(IEnumerable<ConnectionLease> leases)
    {
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    /// <summary>Leases, shows what it got, returns.</summary>
    protected async Task<object> PhysicalOfNextAsync(ConnectionPool pool)
    {
        await using var lease = await TouchedLeaseAsync(pool);
        return Database.Physical(lease.Connection);
    }

    protected static Task WaitersAsync(ConnectionPool pool, int count)
        => Eventually.TrueAsync(() => pool.Snapshot(0).Waiting == count, $"{count} wait for {pool.Name}");

    /// <summary>Nothing is in use and no one waits.</summary>
    protected static void AssertAtRest(ConnectionPool pool)
    {
        var now = pool.Snapshot();
        Assert.Equal((0, 0, 0), (now.InUse, now.OverflowInUse, now.Waiting));
        Assert.Empty(now.Holders);
    }

    /// <summary>Connections that the server counts, looked at again while there are more than there may be.</summary>
    protected async Task<int> CountConnectionsAsync(ConnectionPools pools, int bound)
    {
        var seen = await Database.CountConnectionsAsync(pools);
        for (var again = 0; seen > bound && again < 20; again++)
        {
            // A server goes on counting a connection for a moment after its client has closed it, and on MariaDB a
            // clearing exchanges the driver's source: the new one may connect while the old one's idle connections are
            // being closed. More places than there are would show in the pool's own peak.
            await Task.Delay(5, Ended);
            seen = await Database.CountConnectionsAsync(pools);
        }

        return seen;
    }
}
