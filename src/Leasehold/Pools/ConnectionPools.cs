using System.Collections.Frozen;
using System.Data.Common;
using Leasehold.Admission;
using Leasehold.Leases;
using Leasehold.Pools;
using Leasehold.Providers;
using Leasehold.Workloads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold;

/// <summary>All pools of one database, and the way to its sessions.</summary>
/// <remarks>
/// Thread-safe; one per database and process. Made by <c>AddLeasehold</c> or by a <see cref="ConnectionPoolsBuilder"/>.
/// Disposed by its container, or by whoever made it.
/// </remarks>
public sealed class ConnectionPools : IAsyncDisposable
{
    private readonly FrozenDictionary<Workload, ConnectionPool> _pools;
    private readonly LeaseWatch? _watch;
    // Guards a change of the settings.
    private readonly Lock _reloading = new();
    private readonly ServerBudget _budget;
    private int _isDisposed;
    private int _hasWaited;

    internal ConnectionPools(
        IReadOnlyList<PoolCore> cores,
        DatabaseProvider provider,
        LeaseholdOptions options,
        ServerBudget budget,
        FurtherDatabases? further,
        LeaseWatch? watch,
        IPoolSight sight,
        TimeProvider time,
        ILogger logger)
    {
        _pools = cores.ToFrozenDictionary(static core => core.Workload, static core => new ConnectionPool(core));
        _watch = watch;
        Provider = provider;
        Options = options;
        _budget = budget;
        Further = further;
        Use = cores[0].Use;
        Sight = sight;
        Time = time;
        Logger = logger;
        Api = this[Workload.Api];
        Background = this[Workload.Background];
        Batch = this[Workload.Batch];
    }

    /// <summary>The pool of work that a caller waits for.</summary>
    public ConnectionPool Api { get; }

    /// <summary>The pool of work that goes on after the answer.</summary>
    public ConnectionPool Background { get; }

    /// <summary>The pool of long reads and bulk writes.</summary>
    public ConnectionPool Batch { get; }

    /// <summary>The pool of the caller's flow; outside any flow, Api.</summary>
    public ConnectionPool Current => this[Flow.Current?.Workload ?? Workload.Api];

    /// <summary>All pools.</summary>
    public IReadOnlyCollection<ConnectionPool> All => _pools.Values;

    /// <summary>The driver, for packages that work on it; applications ask the pools.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>Where their connections lead.</summary>
    public DatabaseTarget Target => Api.Core.Guaranteed.Target;

    /// <summary>Whether pools of further databases may be made.</summary>
    /// <value>True with <see cref="LeaseholdOptions.MaxFurtherDatabases"/> above 0.</value>
    public bool HasFurtherDatabases => Further is not null;

    internal LeaseholdOptions Options { get; private set; }

    /// <summary>Listens to the configuration, if anything does; ends with the pools.</summary>
    internal IDisposable? Reloading { private get; set; }

    /// <summary>Those of further databases; null when there are to be none.</summary>
    internal FurtherDatabases? Further { get; }

    /// <summary>Of pools that were made on demand; otherwise null.</summary>
    internal PoolUse? Use { get; }

    /// <summary>Where writers take turns, the turn; otherwise null.</summary>
    internal WriterTurn? WriterTurn => Api.Core.WriterTurn;

    internal IPoolSight Sight { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    /// <summary>The pool of a workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <exception cref="KeyNotFoundException">It has no pool: no section <c>Leasehold:Pools:{name}</c>.</exception>
    public ConnectionPool this[Workload workload]
        => _pools.TryGetValue(workload, out var pool)
            ? pool
            : throw new KeyNotFoundException(
                $"Workload '{workload.Name}' has no pool. Add a section {Options.Section}:Pools:{workload.Name}, or "
                + $"use one of: {string.Join(", ", _pools.Keys)}.");

    /// <summary>
    /// What an exception of the driver means: a unique key exists, the transaction may be repeated, the connection is
    /// lost. Looks at inner exceptions too.
    /// </summary>
    /// <param name="exception">What was thrown, by the driver or by what runs on it.</param>
    public DatabaseErrorKind Classify(Exception exception) => Provider.Classify(exception);

    /// <summary>
    /// The pools of the database that a connection leads to: these, or, with
    /// <see cref="LeaseholdOptions.MaxFurtherDatabases"/>, others that are made on demand, within the same budget.
    /// </summary>
    /// <remarks>
    /// Ask again for each piece of work: pools of a further database are closed when nobody has asked for them for
    /// <see cref="LeaseholdOptions.FurtherDatabaseIdleTimeout"/>. They are disposed with these.
    /// </remarks>
    /// <param name="connection">A closed connection of the driver, which is not used itself.</param>
    /// <returns>Null when it leads to another database, and there are to be no further ones.</returns>
    /// <exception cref="InvalidOperationException">There are too many already, all of them in use.</exception>
    public ConnectionPools? PoolsFor(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Api.Core.Guaranteed.TargetOf(connection) switch
        {
            null => null,
            var target when target.Equals(Target) => this,
            var target => Further?.For(target, connection.ConnectionString, Options),
        };
    }

    /// <summary>Every pool at this moment.</summary>
    /// <param name="maxHolders">How many holders of each at the most; 0 to 1,000.</param>
    /// <returns>Those of further databases too.</returns>
    public IReadOnlyList<PoolSnapshot> Snapshot(int maxHolders = 20)
        => [.. All.Concat(Further?.Open.SelectMany(static pools => pools.All) ?? [])
            .OrderBy(static p => p.Name, StringComparer.Ordinal)
            .Select(p => p.Snapshot(maxHolders))];

    /// <summary>Opens what each pool's <see cref="PoolOptions.WarmUp"/> asks for; the host's start does so by itself.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait and the connecting.</param>
    /// <returns>
    /// Ends when the connections are open. Connecting that fails is logged and tried again in the background, where
    /// they are kept too; it is not thrown.
    /// </returns>
    public Task WarmUpAsync(CancellationToken cancellationToken = default)
        => Task.WhenAll(All
            .Where(static pool => pool.Core.Options.WarmUp > 0)
            .Select(pool => pool.Core.Sweep.FillAsync(cancellationToken)));

    /// <summary>Closes the idle connections of every pool now, and the busy ones when they come back.</summary>
    public void Clear()
    {
        foreach (var pool in All)
        {
            pool.Clear();
        }
    }

    /// <summary>
    /// Makes every pool know the database's types anew, as after <c>CREATE TYPE</c> or <c>CREATE EXTENSION</c>: what
    /// is leased after it knows them.
    /// </summary>
    /// <remarks>
    /// PostgreSQL only: other drivers keep no types. Each data source opens one connection more for a moment.
    /// </remarks>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ReloadTypesAsync(CancellationToken cancellationToken = default)
    {
        foreach (var pool in All)
        {
            await pool.Core.ReloadTypesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Fails every waiter, waits for what is leased for up to <see cref="LeaseholdOptions.ShutdownTimeout"/>, and
    /// closes idle connections; one that is leased still is logged with its holder, and closes when it comes back.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        Reloading?.Dispose();
        if (Further is not null)
        {
            await Further.DisposeAsync().ConfigureAwait(false);
        }

        // The watch goes on meanwhile: who is lost will not come back.
        await ShutDownAsync(CancellationToken.None).ConfigureAwait(false);
        _watch?.Dispose();
        foreach (var pool in All)
        {
            await pool.CloseAsync().ConfigureAwait(false);
        }

        if (Use is null)
        {
            Sight.Stop();
        }
    }

    /// <summary>
    /// Lets nobody in any more, and ends when nobody is inside, or the time is over; once, whoever asks.
    /// </summary>
    /// <param name="cancellationToken">The host's: ends the wait.</param>
    internal async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        WriterTurn?.ShutDown();
        foreach (var pool in All)
        {
            pool.Core.Gate.ShutDown();
        }

        if (Interlocked.Exchange(ref _hasWaited, 1) != 0)
        {
            return;
        }

        var limit = Options.ShutdownTimeout;
        var emptied = Task.WhenAll(All.Select(static pool => pool.Core.Gate.Emptied));
        await emptied.WaitAsync(limit, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var pool in emptied.IsCompleted ? [] : All)
        {
            if (pool.Snapshot() is { Holders.Count: > 0 } held)
            {
                Log.HeldAtShutdown(Logger, pool.Name, held.InUse + held.OverflowInUse, string.Join("; ", held.Holders));
            }
        }
    }

    /// <summary>Changes what can be changed at run time, and says so.</summary>
    /// <exception cref="OptionsValidationException">
    /// A setting is wrong; nothing was changed.
    /// </exception>
    internal void Reload(LeaseholdOptions options)
    {
        lock (_reloading)
        {
            var next = Options.With(options);
            LeaseholdOptionsValidator.ThrowIfInvalid(next);
            var further = Further?.Open ?? [];
            var tooLarge = WhyNot(next).Concat(further.SelectMany(pools => pools.WhyNot(next.ForFurther()))).ToList();
            if (tooLarge.Count > 0)
            {
                throw new OptionsValidationException(nameof(LeaseholdOptions), typeof(LeaseholdOptions), tooLarge);
            }

            var more = next.Borrowable - Options.Borrowable;
            var changes = OptionChanges.Between(Options, next);
            var refused = OptionChanges.Between(next, options);
            if (refused.Length > 0)
            {
                Log.NeedsRestart(Logger, refused);
            }

            if (changes.Length == 0)
            {
                return;
            }

            // Less before the pools may want it, more after they have what is theirs.
            _budget.Change(Math.Min(0, more));
            Apply(next);
            foreach (var pools in further)
            {
                pools.Apply(next.ForFurther());
            }

            _budget.Change(Math.Max(0, more));
            Log.Reloaded(Logger, changes);
        }
    }

    private IEnumerable<string> WhyNot(LeaseholdOptions next)
        => All.Select(pool => pool.Core.WhyNot(next.Pools[pool.Workload.Name])).OfType<string>();

    private void Apply(LeaseholdOptions next)
    {
        Options = next;
        foreach (var pool in All)
        {
            pool.Core.Apply(next.Pools[pool.Workload.Name]);
        }
    }

    /// <summary>Begins to look after the pools; once, when all of it is wired.</summary>
    internal void Start()
    {
        _watch!.Start();
        Sight.Start();
    }
}
