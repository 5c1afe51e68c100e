using Leasehold.Leases;
using Leasehold.Providers;

namespace Leasehold.Pools;

/// <summary>Pools of databases that nobody has configured, made when they are asked for: one per tenant.</summary>
/// <remarks>
/// Thread-safe. They are guaranteed nothing: every place is borrowed from the one budget, and given back when its
/// connection has been idle for a while or another pool waits. Pools that nobody asks for are closed.
/// </remarks>
internal sealed class FurtherDatabases : IAsyncDisposable
{
    /// <summary>Whoever asked for pools has taken a place by then, or waits in line.</summary>
    private static readonly TimeSpan ShortestIdle = TimeSpan.FromSeconds(1);

    // Guards the pools.
    private readonly Lock _lock = new();
    private readonly Dictionary<DatabaseTarget, (string Name, ConnectionPools Pools)> _open = [];
    private readonly Func<string, string, LeaseholdOptions, ConnectionPools> _make;
    private readonly IPoolSight _sight;
    private readonly int _max;
    private readonly TimeSpan _idleTimeout;
    private readonly ITimer _timer;
    private bool _isDisposed;

    /// <summary>None yet.</summary>
    /// <param name="options">How many at the most, and when they are closed.</param>
    /// <param name="make">Makes the pools of a database: of a connection string, a name and the options now.</param>
    /// <param name="sight">Looks at them.</param>
    /// <param name="time">Time.</param>
    public FurtherDatabases(
        LeaseholdOptions options,
        Func<string, string, LeaseholdOptions, ConnectionPools> make,
        IPoolSight sight,
        TimeProvider time)
    {
        _max = options.MaxFurtherDatabases;
        _idleTimeout = options.FurtherDatabaseIdleTimeout;
        _make = make;
        _sight = sight;
        _timer = time.CreateTimer(
            static state => ((FurtherDatabases)state!).CloseIdle(), this, _idleTimeout / 2, _idleTimeout / 2);
    }

    /// <summary>Those that are open now.</summary>
    public IReadOnlyList<ConnectionPools> Open
    {
        get
        {
            lock (_lock)
            {
                return [.. _open.Values.Select(static open => open.Pools)];
            }
        }
    }

    /// <summary>The pools of a database.</summary>
    /// <param name="target">Which.</param>
    /// <param name="connectionString">Leads there.</param>
    /// <param name="options">The settings now.</param>
    /// <exception cref="InvalidOperationException">There are too many already, all of them used.</exception>
    public ConnectionPools For(DatabaseTarget target, string connectionString, LeaseholdOptions options)
    {
        ConnectionPools? closing = null;
        try
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, typeof(ConnectionPools));
                if (_open.TryGetValue(target, out var open) && open.Pools.Use!.TryUse())
                {
                    return open.Pools;
                }

                if (_open.Count >= _max)
                {
                    closing = TakeIdlest() ?? throw new InvalidOperationException(
                        $"There are pools of {_max} further databases, all of them in use, and {target} is one more: "
                        + $"raise {options.Section}:MaxFurtherDatabases.");
                }

                var name = NameOf(target);
                var made = _make(connectionString, name, options);
                _open.Add(target, (name, made));
                _sight.Add(CoresOf(made));
                return made;
            }
        }
        finally
        {
            if (closing is not null)
            {
                _ = CloseAsync(closing);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<ConnectionPools> closing;
        lock (_lock)
        {
            _isDisposed = true;
            closing = [.. _open.Values.Select(static open => open.Pools)];
            _open.Clear();
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(closing.Select(CloseAsync)).ConfigureAwait(false);
    }

    private static IReadOnlyList<PoolCore> CoresOf(ConnectionPools pools)
        => [.. pools.All.Select(static pool => pool.Core)];

    private static bool TryClose(ConnectionPools pools, TimeSpan idle)
        => pools.Use!.TryClose(idle, () => pools.All.Any(static pool => pool.Core.Gate.Counts is var now
            && now.InUse + now.OverflowInUse + now.Waiting() > 0));

    private void CloseIdle()
    {
        var closing = new List<ConnectionPools>();
        lock (_lock)
        {
            foreach (var (target, (_, pools)) in _open.ToList())
            {
                if (TryClose(pools, _idleTimeout))
                {
                    _open.Remove(target);
                    closing.Add(pools);
                }
            }
        }

        closing.ForEach(pools => _ = CloseAsync(pools));
    }

    // Under the lock.
    private ConnectionPools? TakeIdlest()
    {
        foreach (var (target, (_, pools)) in _open.OrderByDescending(static pair => pair.Value.Pools.Use!.Idle))
        {
            if (TryClose(pools, ShortestIdle))
            {
                _open.Remove(target);
                return pools;
            }
        }

        return null;
    }

    // Under the lock. The name is enough where it tells them apart: it stands in logs and metrics.
    private string NameOf(DatabaseTarget target)
    {
        var name = Path.GetFileName(target.Database);
        var (present, number) = (name, 1);
        while (_open.Values.Any(open => string.Equals(open.Name, present, StringComparison.Ordinal)))
        {
            present = $"{name}~{++number}";
        }

        return present;
    }

    // Closing sockets is I/O: beside whoever asked.
    private Task CloseAsync(ConnectionPools pools)
        => Task.Run(async () =>
        {
            try
            {
                foreach (var pool in pools.All)
                {
                    pool.Core.Gate.ShutDown();
                    pool.Core.Gate.CloseIdleOverflow();
                    pool.Core.Gate.LeaveBudget();
                }

                await pools.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Log.WatchFailed(pools.Logger, exception);
            }
            finally
            {
                _sight.Remove(CoresOf(pools));
            }
        });
}
