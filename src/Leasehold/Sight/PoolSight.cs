using Leasehold.Leases;
using Leasehold.Pools;
using Leasehold.Sight.Attributions;
using Leasehold.Sight.Diagnoses;
using Leasehold.Sight.ExternalCalls;
using Leasehold.Sight.Metrics;

namespace Leasehold.Sight;

/// <summary>All that looks at the pools of one database.</summary>
internal sealed class PoolSight(
    PoolSet pools,
    ExternalCallGuard guard,
    LeaseholdMetrics metrics,
    Attribution attribution,
    PoolHistory history,
    FlightRecorder flightRecorder,
    Diagnostician diagnostician,
    Incidents incidents,
    bool splitsHoldTime)
    : IPoolSight
{
    public ExternalCallGuard Guard => guard;

    public Attribution Attribution => attribution;

    public PoolHistory History => history;

    public FlightRecorder FlightRecorder => flightRecorder;

    public Diagnostician Diagnostician => diagnostician;

    public static PoolSight Of(ConnectionPools pools) => (PoolSight)pools.Sight;

    public void Start()
    {
        incidents.TellTo(flightRecorder.OnExhausted);
        metrics.Observe(pools);
        LivePools.Add([.. pools]);
        HttpCallObserver.Install();
        guard.PoolsStarted();
        if (splitsHoldTime && pools.First().Guaranteed.CommandSource is { } source)
        {
            DriverCommands.ListenTo(source);
        }

        history.Start();
    }

    public void Add(IReadOnlyList<PoolCore> further)
    {
        pools.Add(further);
        LivePools.Add(further);
    }

    public void Remove(IReadOnlyList<PoolCore> further)
    {
        LivePools.Remove(further);
        pools.Remove(further);
    }

    public void Stop()
    {
        history.Stop();
        guard.PoolsStopped();
        LivePools.Remove([.. pools]);
        metrics.Dispose();
    }
}
