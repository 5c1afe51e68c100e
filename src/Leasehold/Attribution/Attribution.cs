using System.Collections.Concurrent;

namespace Leasehold;

/// <summary>Where the hold time of one database's leases goes, by endpoint.</summary>
/// <remarks>Thread-safe. Bounded: endpoints beyond the first 1,000 are counted together as <c>other</c>.</remarks>
public sealed class Attribution
{
    private const int MaxEndpoints = 1000;
    private const string Other = "other";
    private const string Unnamed = "(unnamed)";

    private readonly ConcurrentDictionary<(string Endpoint, Workload Workload), UsageCounts> _endpoints = new();
    private readonly Func<Workload, int> _sizeOf;
    private readonly Func<IEnumerable<LeaseSlot>> _slots;
    private int _count;

    internal Attribution(Func<Workload, int> sizeOf, Func<IEnumerable<LeaseSlot>> slots)
    {
        _sizeOf = sizeOf;
        _slots = slots;
    }

    /// <summary>The endpoints so far, the one with the most lease-seconds first.</summary>
    /// <remarks>Leases that are out count with their time so far: who fills a pool now is on top now.</remarks>
    /// <param name="maxEndpoints">How many at the most; 0 to 1,000.</param>
    public IReadOnlyList<EndpointUsage> Read(int maxEndpoints = 100)
    {
        var inUse = ReadInUse();
        return [.. _endpoints.Keys.Union(inUse.Keys)
            .Select(key => Describe(key, _endpoints.GetValueOrDefault(key), inUse.GetValueOrDefault(key)))
            .OrderByDescending(static usage => usage.Held)
            .Take(Math.Clamp(maxEndpoints, 0, MaxEndpoints))];
    }

    internal static string NameOf(Flow? flow, LeaseOrigin origin)
        => flow is { IsUnnamed: false } ? flow.Name : origin.Member.Length > 0 ? origin.Member : Unnamed;

    internal void Add(string endpoint, Workload workload, in LeaseTimes times, int weight)
    {
        if (!_endpoints.TryGetValue((endpoint, workload), out var counts))
        {
            // A name with a value in it would fill the table: from then on it is one row more, and no longer.
            if (Volatile.Read(ref _count) >= MaxEndpoints)
            {
                endpoint = Other;
            }

            counts = _endpoints.GetOrAdd(
                (endpoint, workload),
                static (_, self) =>
                {
                    Interlocked.Increment(ref self._count);
                    return new UsageCounts();
                },
                this);
        }

        counts.Add(times, weight);
    }

    private Dictionary<(string Endpoint, Workload Workload), UsageCounts> ReadInUse()
    {
        var inUse = new Dictionary<(string Endpoint, Workload Workload), UsageCounts>();
        foreach (var slot in _slots())
        {
            var version = slot.Version;
            if (slot.Meter?.SoFar is not { } times)
            {
                continue; // free, or not measured
            }

            var key = (NameOf(slot.Flow, slot.Origin), slot.Pool.Workload);
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
            Ceiling = mean > TimeSpan.Zero ? _sizeOf(key.Workload) / mean.TotalSeconds : null,
        };
    }
}
