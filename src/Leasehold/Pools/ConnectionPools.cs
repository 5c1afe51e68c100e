using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Leasehold.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leasehold;

/// <summary>All pools of one database, and the way to its sessions.</summary>
/// <remarks>Thread-safe; one per database and process. Disposed by its container, or by whoever made it.</remarks>
public sealed class ConnectionPools : IAsyncDisposable
{
    private readonly FrozenDictionary<Workload, ConnectionPool> _pools;
    private readonly SessionFactory _sessions;
    private readonly LeaseholdMetrics _metrics;
    private readonly LeaseWatch _watch;
    private readonly ILogger _logger;
    private int _isDisposed;

    /// <summary>Builds the pools; opens nothing yet.</summary>
    /// <param name="provider">The driver.</param>
    /// <param name="options">Validated settings; the standard pools are added where missing.</param>
    /// <param name="loggerFactory">Logs; by default nothing is logged.</param>
    /// <param name="meterFactory">Meters; by default a plain one.</param>
    /// <param name="time">Time; by default the system's.</param>
    /// <param name="guard">Sees external calls made while a connection is held; by default one that logs.</param>
    public ConnectionPools(
        DatabaseProvider provider,
        LeaseholdOptions options,
        ILoggerFactory? loggerFactory = null,
        IMeterFactory? meterFactory = null,
        TimeProvider? time = null,
        ExternalCallGuard? guard = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);
        options.AddStandardPools();
        LeaseholdOptionsValidator.ThrowIfInvalid(options);
        time ??= TimeProvider.System;
        Provider = provider;
        Options = options;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Leasehold");
        _metrics = new LeaseholdMetrics(meterFactory, () => All);
        Guard = guard ?? new ExternalCallGuard(loggerFactory: loggerFactory, time: time);
        Attribution = new Attribution(
            workload => this[workload].Options.Size, () => All.SelectMany(static pool => pool.Slots));
        History = new PoolHistory(time);
        FlightRecorder = new FlightRecorder(
            new FlightCollector(this, time), new FlightFiles(options.FlightRecords, _logger), options, _metrics, time);
        var random = Random.Shared;
        var guaranteed = options.Pools.Values.Sum(static p => p.Size);
        var setup = new PoolSetup(
            provider,
            options,
            new ServerBudget(options.EffectiveBudget - guaranteed),
            _metrics,
            time,
            random,
            _logger,
            Guard,
            Attribution,
            FlightRecorder.OnExhausted);
        _pools = options.Pools
            .Select(p => new ConnectionPool(Workload.Named(p.Key), p.Value, setup))
            .ToFrozenDictionary(static p => p.Workload);
        Api = this[Workload.Api];
        Background = this[Workload.Background];
        Batch = this[Workload.Batch];
        var writerTurn = provider.Dialect.HasSingleWriter
            ? new Gate(1, 0, int.MaxValue, new ServerBudget(0), time)
            : null;
        _sessions = new SessionFactory(provider, writerTurn, time, random, _logger);
        _watch = new LeaseWatch(_pools.Values, History, time, _logger);
        LivePools.Add(this);
        HttpCallObserver.Install();
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

    /// <summary>The driver.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>The guard against external calls made while a connection is held.</summary>
    public ExternalCallGuard Guard { get; }

    /// <summary>Where the hold time goes, by endpoint.</summary>
    public Attribution Attribution { get; }

    /// <summary>The last minute of every pool.</summary>
    public PoolHistory History { get; }

    /// <summary>Flight records: made on exhaustion and by request.</summary>
    public FlightRecorder FlightRecorder { get; }

    internal LeaseholdOptions Options { get; }

    /// <summary>Whether owners such as EF Core prepare their connections, and not any one will do.</summary>
    internal bool PreparesConnections => Api.Slots[0].Driver.AdoptsConnections;

    internal ILogger Logger => _logger;

    /// <summary>The pool of a workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <exception cref="KeyNotFoundException">It has no pool: no section <c>Leasehold:Pools:{name}</c>.</exception>
    public ConnectionPool this[Workload workload]
        => _pools.TryGetValue(workload, out var pool)
            ? pool
            : throw new KeyNotFoundException(
                $"Workload '{workload.Name}' has no pool. Add a section Leasehold:Pools:{workload.Name}, or use one "
                + $"of: {string.Join(", ", _pools.Keys)}.");

    /// <summary>Begins a session that the caller commits and disposes.</summary>
    /// <param name="options">How; by default the flow's workload, read committed.</param>
    /// <param name="cancellationToken">Cancels waiting and opening.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    public ValueTask<Session> BeginSessionAsync(
        SessionOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        options ??= SessionOptions.Default;
        var pool = PoolOf(options);
        if (Guard.IsOn)
        {
            // Here, where it is not async yet, so that the caller's frame keeps it.
            Ambient.PrepareHolder(pool.Workload);
        }

        return _sessions.BeginAsync(
            pool, options, new LeaseOrigin(member, file, line), cancellationToken);
    }

    /// <summary>
    /// Runs work in a session of the flow's workload and commits it; rolls back when the work throws.
    /// </summary>
    /// <param name="work">The work; database work only.</param>
    /// <param name="cancellationToken">Cancels waiting, opening and the work, not the commit.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost while committing.</exception>
    public Task<T> InSessionAsync<T>(
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => InSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc
    /// cref="InSessionAsync{T}(Func{Session, CancellationToken, Task{T}}, CancellationToken, string, string, int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public Task<T> InSessionAsync<T>(
        SessionOptions options,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        return _sessions.RunAsync(
            PoolOf(options), options, new LeaseOrigin(member, file, line), work, cancellationToken);
    }

    /// <inheritdoc
    /// cref="InSessionAsync{T}(Func{Session, CancellationToken, Task{T}}, CancellationToken, string, string, int)"/>
    public Task InSessionAsync(
        Func<Session, CancellationToken, Task> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => InSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc
    /// cref="InSessionAsync{T}(Func{Session, CancellationToken, Task{T}}, CancellationToken, string, string, int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public Task InSessionAsync(
        SessionOptions options,
        Func<Session, CancellationToken, Task> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(work);
        return InSessionAsync(
            options,
            async (session, token) =>
            {
                await work(session, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken,
            member,
            file,
            line);
    }

    /// <summary>
    /// Runs reading work in a session that refuses to write, with one consistent view where the database has it.
    /// </summary>
    /// <inheritdoc
    /// cref="InSessionAsync{T}(Func{Session, CancellationToken, Task{T}}, CancellationToken, string, string, int)"/>
    public Task<T> InReadSessionAsync<T>(
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => InReadSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc
    /// cref="InReadSessionAsync{T}(Func{Session, CancellationToken, Task{T}}, CancellationToken, string, string,
    /// int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public Task<T> InReadSessionAsync<T>(
        SessionOptions options,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InSessionAsync(options with { IsReadOnly = true }, work, cancellationToken, member, file, line);
    }

    /// <summary>Every pool at this moment.</summary>
    /// <param name="maxHolders">How many holders of each at the most; 0 to 1,000.</param>
    public IReadOnlyList<PoolSnapshot> Snapshot(int maxHolders = 20)
        => [.. All.OrderBy(static p => p.Name, StringComparer.Ordinal).Select(p => p.Snapshot(maxHolders))];

    /// <summary>Fails every waiter and closes idle connections; leased ones close when they come back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        LivePools.Remove(this);
        _watch.Dispose();
        _sessions.ShutDown();
        foreach (var pool in All)
        {
            pool.ShutDown();
        }

        foreach (var pool in All)
        {
            await pool.DisposeAsync().ConfigureAwait(false);
        }

        _metrics.Dispose();
    }

    private ConnectionPool PoolOf(SessionOptions options) => options.Workload is { } named ? this[named] : Current;
}
