using System.Collections.Concurrent;
using Leasehold.Leases;

namespace Leasehold.Sight.Attributions;

/// <summary>The hold times of one database's returned leases, by endpoint and workload.</summary>
/// <remarks>Thread-safe. Bounded: endpoints beyond the first 1,000 are counted together as <c>other</c>.</remarks>
internal sealed class UsageTable
{
    public const int MaxEndpoints = 1000;
    private const string Other = "other";
    private const string Unnamed = "(unnamed)";

    private readonly ConcurrentDictionary<(string Endpoint, Workload Workload), UsageCounts> _endpoints = new();
    private int _count;

    public IEnumerable<(string Endpoint, Workload Workload)> Keys => _endpoints.Keys;

    public static string NameOf(Flow? flow, LeaseOrigin origin)
        => flow is { IsUnnamed: false } ? flow.Name : origin.Member.Length > 0 ? origin.Member : Unnamed;

    public UsageCounts? Find((string Endpoint, Workload Workload) key) => _endpoints.GetValueOrDefault(key);

    public void Add(string endpoint, Workload workload, in LeaseTimes times, int weight)
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
}
