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
    private int _count;

    internal Attribution(Func<Workload, int> sizeOf) => _sizeOf = sizeOf;

    /// <summary>The endpoints so far, the one with the most lease-seconds first.</summary>
    /// <param name="maxEndpoints">How many at the most; 0 to 1,000.</param>
    public IReadOnlyList<EndpointUsage> Read(int maxEndpoints = 100)
        => [.. _endpoints
            .Select(entry => Describe(entry.Key.Endpoint, entry.Key.Workload, entry.Value))
            .OrderByDescending(static usage => usage.Held)
            .Take(Math.Clamp(maxEndpoints, 0, MaxEndpoints))];

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

    private EndpointUsage Describe(string endpoint, Workload workload, UsageCounts counts)
    {
        var (leases, times, longest) = counts.Sums;
        var mean = leases == 0 ? TimeSpan.Zero : times.Held / leases;
        return new EndpointUsage
        {
            Endpoint = endpoint,
            Workload = workload.Name,
            Leases = leases,
            Held = times.Held,
            Database = times.Database,
            External = times.External,
            Idle = times.Idle,
            MeanHold = mean,
            LongestHold = longest,
            Efficiency = UsageCounts.Efficiency(times),
            Ceiling = mean > TimeSpan.Zero ? _sizeOf(workload) / mean.TotalSeconds : null,
        };
    }
}
