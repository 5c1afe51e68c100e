using Leasehold.Leases;
using Leasehold.Sight.Attributions;

namespace Leasehold;

/// <summary>Where the hold time of one database's leases goes, by endpoint.</summary>
/// <remarks>Thread-safe. Bounded: endpoints beyond the first 1,000 are counted together as <c>other</c>.</remarks>
public sealed class Attribution
{
    private readonly UsageTable _returned;
    private readonly IEnumerable<PoolCore> _pools;

    internal Attribution(UsageTable returned, IEnumerable<PoolCore> pools)
    {
        _returned = returned;
        _pools = pools;
    }

    /// <summary>The endpoints so far, the one with the most lease-seconds first.</summary>
    /// <remarks>Leases that are out count with their time so far: who fills a pool now is on top now.</remarks>
    /// <param name="maxEndpoints">How many at the most; 0 to 1,000.</param>
    public IReadOnlyList<EndpointUsage> Read(int maxEndpoints = 100)
    {
        var inUse = ReadInUse();
        return [.. _returned.Keys.Union(inUse.Keys)
            .Select(key => Describe(key, _returned.Find(key), inUse.GetValueOrDefault(key)))
            .OrderByDescending(static usage => usage.Held)
            .Take(Math.Clamp(maxEndpoints, 0, UsageTable.MaxEndpoints))];
    }

    private Dictionary<(string Endpoint, Workload Workload), UsageCounts> ReadInUse()
    {
        var inUse = new Dictionary<(string Endpoint, Workload Workload), UsageCounts>();
        foreach (var slot in _pools.SelectMany(static pool => pool.Slots))
        {
            var version = slot.Version;
            if ((slot.Meter as LeaseMeter)?.SoFar is not { } times)
            {
                continue; // free, or not measured
            }

            var key = (UsageTable.NameOf(slot.Flow, slot.Origin), slot.Pool.Workload);
            if (slot.Version != version)
            {
                continue; // it changed hands meanwhile
            }

            if (!inUse.TryGetValue(key, out var counts))
            {
                inUse[key] = counts = new UsageCounts();
            }

            counts.Add(times, weight: 1);
        }

        return inUse;
    }

    private EndpointUsage Describe((string Endpoint, Workload Workload) key, UsageCounts? returned, UsageCounts? held)
    {
        var (leases, times, longest) = returned?.Sums ?? default;
        var (inUse, soFar, oldest) = held?.Sums ?? default;
        times += soFar;
        var mean = leases + inUse == 0 ? TimeSpan.Zero : times.Held / (leases + inUse);
        return new EndpointUsage
        {
            Endpoint = key.Endpoint,
            Workload = key.Workload.Name,
            Leases = leases,
            InUse = inUse,
            Held = times.Held,
            Database = times.Database,
            External = times.External,
            Idle = times.Idle,
            MeanHold = mean,
            LongestHold = oldest > longest ? oldest : longest,
            Efficiency = UsageCounts.Efficiency(times),
            Ceiling = mean > TimeSpan.Zero ? SizeOf(key.Workload) / mean.TotalSeconds : null,
        };
    }

    private double? SizeOf(Workload workload)
        => _pools.FirstOrDefault(pool => pool.Workload.Equals(workload))?.Options.Size;
}
