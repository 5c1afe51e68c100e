using System.ComponentModel.DataAnnotations;

namespace Leasehold;

/// <summary>One database's pools and what they may use of its server together, bound from <c>Leasehold</c>.</summary>
public sealed class LeaseholdOptions
{
    /// <summary>Names this process to the server: <c>{ApplicationName}/{workload}</c>.</summary>
    /// <value>The entry assembly's name; 1 to 40 characters.</value>
    [Required, StringLength(40, MinimumLength = 1)]
    public string ApplicationName { get; set; } = AppDomain.CurrentDomain.FriendlyName;

    /// <summary>The pools by workload name.</summary>
    public IDictionary<string, PoolOptions> Pools { get; }
        = new Dictionary<string, PoolOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Connections all pools of this process may have together.</summary>
    /// <value>The sum of every Size and MaxOverflow; not below the sum of the sizes, which are guaranteed.</value>
    [Range(1, 1_000_000)]
    public int? Budget { get; set; }

    /// <summary>Processes like this one that share the server, for the comparison with its limit.</summary>
    /// <value>1; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int Replicas { get; set; } = 1;

    /// <summary>What happens at start-up when Budget × Replicas is above the server's limit.</summary>
    /// <value><see cref="BudgetCheck.Warn"/>.</value>
    public BudgetCheck BudgetCheck { get; set; } = BudgetCheck.Warn;

    /// <summary>The limit to compare with when the server cannot be asked for it, as behind a pooler.</summary>
    /// <value>Asked of the server; 1 to 1,000,000.</value>
    [Range(1, 1_000_000)]
    public int? ServerConnectionLimit { get; set; }

    /// <summary>The connection pooler that stands before the server, if any.</summary>
    /// <value><see cref="ServerPooler.None"/>.</value>
    public ServerPooler Pooler { get; set; }

    /// <summary>
    /// Whether overflow leases use the driver data source of the guaranteed ones, instead of a second one.
    /// </summary>
    /// <value>
    /// false. EF Core needs true, and <c>AddEntityFrameworkCore</c> sets it: there a connection is made before its
    /// place is known. After a burst all idle connections of the pool are then closed once, not only those of overflow.
    /// </value>
    public bool SharedOverflow { get; set; }

    /// <summary>Whether the time of leases is split into database, external and idle, by endpoint.</summary>
    /// <value>True. The benchmark <c>overhead</c> measures what it costs.</value>
    public bool Attribution { get; set; } = true;

    /// <summary>What becomes of flight records.</summary>
    public FlightRecordOptions FlightRecords { get; } = new();

    /// <summary>Adds the three standard pools with their defaults where they are missing.</summary>
    public void AddStandardPools()
    {
        foreach (var workload in (Workload[])[Workload.Api, Workload.Background, Workload.Batch])
        {
            Pools.TryAdd(workload.Name, PoolOptions.For(workload));
        }
    }

    /// <summary>What was wrong with the configuration itself, such as a setting that does not exist.</summary>
    internal IList<string> ConfigurationErrors { get; } = [];

    /// <summary>The budget in force: the configured one, or the sum of all maxima.</summary>
    internal int EffectiveBudget => Budget ?? Pools.Values.Sum(static p => p.Size + p.MaxOverflow);
}
