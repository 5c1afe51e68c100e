using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>One database's pools and what they may use of its server together, bound from <c>Leasehold</c>.</summary>
/// <remarks>
/// Copied with all it contains when the pools are built; a later change of the object has no effect. A change of the
/// configuration does in Budget, and in some settings of each pool.
/// </remarks>
public sealed class LeaseholdOptions
{
    private const int MaxNameLength = 40;

    /// <summary>
    /// Names this process to the server: <c>{ApplicationName}/{workload}</c>, and of a further database
    /// <c>{ApplicationName}/{database}/{workload}</c>.
    /// </summary>
    /// <value>The entry assembly's name, of a longer one the last 40 characters; 1 to 40 characters.</value>
    [Required, StringLength(MaxNameLength, MinimumLength = 1)]
    public string ApplicationName { get; set; } = DefaultName();

    /// <summary>The pools by workload name.</summary>
    public IDictionary<string, PoolOptions> Pools { get; private set; }
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
    /// Bounds what is done before the service is ready: reaching the database, which is tried again within it,
    /// comparing limits, and opening what each pool's WarmUp asks for.
    /// </summary>
    /// <value>10 s; 100 ms to 10 min.</value>
    [Duration("00:00:00.100", "00:10:00")]
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether the start fails when the database cannot be reached within <see cref="StartupTimeout"/>.
    /// </summary>
    /// <value>false: a warning is logged, and the service starts and connects when it is asked for something.</value>
    public bool FailStartWhenUnreachable { get; set; }

    /// <summary>
    /// How long shutting down waits for connections that are still leased; new leases are refused at once.
    /// </summary>
    /// <value>
    /// 30 s, which is also the host's own; 0 to 10 min. Who holds one after that is logged, and it is closed when it
    /// comes back.
    /// </value>
    [Duration("00:00:00", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bounds a diagnosis: connecting to the server beside the pools, and what it is asked.
    /// </summary>
    /// <value>3 s; 100 ms to 1 min. A server that has not answered then counts as one that does not.</value>
    [Duration("00:00:00.100", "00:01:00")]
    public TimeSpan DiagnosisTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether overflow leases use the driver data source of the guaranteed ones, instead of a second one.
    /// </summary>
    /// <value>
    /// false. EF Core needs true, and <c>AddEntityFrameworkCore</c> sets it: there a connection is made before its
    /// place is known. After a burst all idle connections of the pool are then closed once, not only those of overflow.
    /// </value>
    public bool SharedOverflow { get; set; }

    /// <summary>
    /// For how many databases beyond the configured one pools are made when they are asked for, as with a database for
    /// each tenant: all of them within <see cref="Budget"/>, none with guaranteed places.
    /// </summary>
    /// <value>0: connections to another database are refused; 0 to 10,000.</value>
    [Range(0, 10_000)]
    public int MaxFurtherDatabases { get; set; }

    /// <summary>How long nobody uses the pools of such a database before they are closed.</summary>
    /// <value>10 min; 1 s to 24 h. Their connections are closed much sooner: after OverflowIdleTimeout.</value>
    [Duration("00:00:01", "1.00:00:00")]
    public TimeSpan FurtherDatabaseIdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the time of leases is split into database, external and idle, by endpoint.</summary>
    /// <value>True. The benchmark <c>overhead</c> measures what it costs.</value>
    public bool Attribution { get; set; } = true;

    /// <summary>
    /// Whether the meter has every instrument that OpenTelemetry's conventions name for pools of database connections,
    /// each with the kind of database and the server's address.
    /// </summary>
    /// <value>
    /// False: only those that no driver has, and the pool's name alone. With it on, leave out the drivers' own meters:
    /// the same connections would be counted twice.
    /// </value>
    public bool ConnectionMetrics { get; set; }

    /// <summary>What becomes of flight records.</summary>
    public FlightRecordOptions FlightRecords { get; private set; } = new();

    /// <summary>
    /// Run once on each new physical connection of every pool, before anyone gets it: the open connection, and a token
    /// that ends with <see cref="PoolOptions.ConnectTimeout"/>.
    /// </summary>
    /// <value>
    /// Null. When it throws, or takes longer, opening has failed, and the connection is not handed out. A caller that
    /// blocks waits for it. What it sets on the session lasts as long as the reset allows: on SQLite for the life of
    /// the connection; on PostgreSQL and MySQL until the first return, unless <see cref="ResetOnReturn.Rollback"/> on
    /// PostgreSQL; settings that are to stay belong in the connection string or on the database user. It takes the
    /// place of Npgsql's physical connection initializer and of MySqlConnector's ConnectionOpenedCallback.
    /// </value>
    public Func<DbConnection, CancellationToken, ValueTask>? OnConnectionOpened { get; set; }

    /// <summary>Adds the three standard pools with their defaults where they are missing.</summary>
    public void AddStandardPools()
    {
        foreach (var workload in (Workload[])[Workload.Api, Workload.Background, Workload.Batch])
        {
            Pools.TryAdd(workload.Name, PoolOptions.For(workload));
        }
    }

    /// <summary>What was wrong with the configuration itself, such as a setting that does not exist.</summary>
    internal IList<string> ConfigurationErrors { get; private set; } = [];

    /// <summary>The database's name where there are several; null for the first.</summary>
    internal string? Database { get; set; }

    /// <summary>Where its settings stand.</summary>
    internal string Section => Database is null ? "Leasehold" : $"Leasehold:Databases:{Database}";

    /// <summary>The budget in force: the configured one, or the sum of all maxima.</summary>
    internal int EffectiveBudget => Budget ?? Pools.Values.Sum(static p => p.Size + p.MaxOverflow);

    /// <summary>What of the budget no pool is guaranteed.</summary>
    internal int Borrowable => EffectiveBudget - Pools.Values.Sum(static p => p.Size);

    /// <summary>Those of a further database: all it may have is borrowed.</summary>
    internal LeaseholdOptions ForFurther()
    {
        var copy = Copy();
        copy.MaxFurtherDatabases = 0;
        copy.SharedOverflow = true;
        foreach (var pool in copy.Pools.Values)
        {
            (pool.Size, pool.MaxOverflow) = (0, pool.Size + pool.MaxOverflow);
        }

        return copy;
    }

    /// <summary>These, with what of the others can be changed at run time.</summary>
    internal LeaseholdOptions With(LeaseholdOptions next)
    {
        var copy = Copy();
        copy.Budget = next.Budget;
        foreach (var (name, pool) in Pools)
        {
            if (next.Pools.TryGetValue(name, out var changed))
            {
                copy.Pools[name] = pool.With(changed);
            }
        }

        return copy;
    }

    /// <summary>A copy that nobody else has, of everything.</summary>
    internal LeaseholdOptions Copy()
    {
        var copy = (LeaseholdOptions)MemberwiseClone();
        copy.Pools = new Dictionary<string, PoolOptions>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, pool) in Pools)
        {
            copy.Pools.Add(name, pool.Copy());
        }

        copy.FlightRecords = FlightRecords.Copy();
        copy.ConfigurationErrors = [.. ConfigurationErrors];
        return copy;
    }

    // The end says more than the company's name; an application that never set one must not be refused for it.
    private static string DefaultName()
        => AppDomain.CurrentDomain.FriendlyName is { Length: > MaxNameLength } name ? name[^MaxNameLength..]
            : AppDomain.CurrentDomain.FriendlyName;
}
