using System.Globalization;

namespace Leasehold;

/// <summary>Gathers what a flight record tells.</summary>
internal sealed class FlightCollector(ConnectionPools pools, TimeProvider time)
{
    private const int MaxHolders = 100;
    private const int MaxWaiters = 200;
    private const int MaxEndpoints = 50;

    private int _made;

    public FlightRecord Collect(string reason)
    {
        var at = time.GetUtcNow();
        var number = Interlocked.Increment(ref _made);
        return new FlightRecord
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{at:yyyyMMdd-HHmmss}-{Environment.ProcessId}-{number}"),
            At = at,
            Reason = reason,
            Pools = pools.Snapshot(MaxHolders),
            Waiters = Waiters(),
            History = pools.All.ToDictionary(
                static pool => pool.Workload.Name, pool => pools.History.Read(pool.Workload), StringComparer.Ordinal),
            Endpoints = pools.Attribution.Read(MaxEndpoints),
        };
    }

    private List<FlightWaiter> Waiters()
        => [.. pools.All
            .SelectMany(static pool => pool.Gate.Waiters.Select(waiter => (Pool: pool, Waiter: waiter)))
            .OrderBy(static pair => pair.Waiter.Since)
            .Take(MaxWaiters)
            .Select(pair => new FlightWaiter(
                pair.Waiter.Flow?.Name, pair.Pool.Workload.Name, time.GetElapsedTime(pair.Waiter.Since)))];
}
