using System.Globalization;
using Leasehold.Admission;
using Leasehold.Leases;

namespace Leasehold.Sight.FlightRecords;

/// <summary>Gathers what a flight record tells.</summary>
internal sealed class FlightCollector(
    IEnumerable<PoolCore> pools, Attribution attribution, PoolHistory history, TimeProvider time)
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
            Pools = [.. pools.Select(static pool => PoolSnapshot.Of(pool, MaxHolders))],
            Waiters = Waiters(),
            History = pools.Select(static pool => pool.Workload).Distinct().ToDictionary(
                static workload => workload.Name, history.Read, StringComparer.Ordinal),
            Endpoints = attribution.Read(MaxEndpoints),
        };
    }

    private List<FlightWaiter> Waiters()
        => [.. pools
            .SelectMany(static pool => pool.Gate.Waiters
                .Select(waiter => (Pool: pool, Flow: waiter.Tag as Flow, waiter.Since)))
            .Concat(pools.Select(static pool => pool.WriterTurn).OfType<WriterTurn>().Distinct()
                .SelectMany(static turn => turn.Waiters))
            .OrderBy(static waiter => waiter.Since)
            .Take(MaxWaiters)
            .Select(waiter => new FlightWaiter(
                waiter.Flow?.Name, waiter.Pool.Workload.Name, time.GetElapsedTime(waiter.Since)))];
}
