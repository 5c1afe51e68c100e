using System.Data.Common;
using System.Runtime.CompilerServices;
using Leasehold.Providers;
using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>One workload's pool: the driver's own connections behind a gate, with a ledger of who holds them.</summary>
/// <remarks>
/// Thread-safe. As a <see cref="DbDataSource"/> it can be given to Dapper, linq2db and plain ADO.NET code: what is
/// opened here is the driver's own connection, and closing it returns it for good: open another rather than the same
/// one again, which would pass the gate by. Disposed with its <see cref="ConnectionPools"/>.
/// </remarks>
public sealed class ConnectionPool : DbDataSource
{
    private readonly Gate _gate;
    private readonly PoolOpener _opener;
    private readonly PoolHealth _health;
    private readonly LeaseSlot[] _slots;
    private readonly DriverPool _guaranteed;
    private readonly DriverPool? _overflow;
    private readonly LeaseholdMetrics _metrics;
    private readonly PoolCounters _counters = new();
    private readonly PoolExhaustion _exhaustion;
    private readonly Attribution _attribution;
    private readonly LeaseSampling? _sampling;
    private readonly TimeProvider _time;
    private readonly CoarseClock _clock;
    private readonly ILogger _logger;

    internal ConnectionPool(Workload workload, PoolOptions options, PoolSetup setup)
    {
        Workload = workload;
        Options = options;
        Name = $"{setup.ApplicationName}/{workload.Name}";
        _time = setup.Time;
        _clock = new CoarseClock(_time);
        _logger = setup.Logger;
        _metrics = setup.Metrics;
        Guard = setup.Guard;
        _attribution = setup.Attribution;
        _sampling = setup.Options.Attribution ? new LeaseSampling() : null;
        _exhaustion = new PoolExhaustion(this, setup);
        _health = new PoolHealth(options, _clock);
        _opener = new PoolOpener(options, _health, Invalidate);
        _gate = new Gate(options.Size, options.MaxOverflow, options.MaxWaiters, setup.Budget, _time);
        _guaranteed = setup.CreateDriverPool(
            Name, options, setup.Options.SharedOverflow ? options.Size + options.MaxOverflow : options.Size, true);
        _overflow = options.MaxOverflow > 0 && !setup.Options.SharedOverflow
            ? setup.CreateDriverPool(Name, options, options.MaxOverflow, keepsOpen: false)
            : null;
        _gate.ClearOverflow = () => (_overflow ?? _guaranteed).Clear();
        _slots = new LeaseSlot[options.Size + options.MaxOverflow];
        for (var place = 0; place < _slots.Length; place++)
        {
            _slots[place] = new LeaseSlot(this, place, place < options.Size ? _guaranteed : _overflow ?? _guaranteed);
        }

        if (_sampling is not null && _guaranteed.CommandSource is { } source)
        {
            DriverCommands.ListenTo(source);
        }
    }

    /// <summary>The workload it serves.</summary>
    public Workload Workload { get; }

    /// <summary>Application and workload, as the server and the metrics name it.</summary>
    public string Name { get; }

    /// <summary>Empty: the string holds secrets, and belongs to the driver's data source.</summary>
    public override string ConnectionString => "";

    internal PoolOptions Options { get; }

    internal GateCounts Counts => _gate.Counts;

    internal Gate Gate => _gate;

    internal PoolCounters Counters => _counters;

    internal IReadOnlyList<LeaseSlot> Slots => _slots;

    /// <summary>The data source of every place; null when overflow has another.</summary>
    internal DriverPool? OnlySource => _overflow is null ? _guaranteed : null;

    internal ExternalCallGuard Guard { get; }

    internal TimeProvider Time => _time;

    internal LeaseholdMetrics Metrics => _metrics;

    /// <summary>What became of the time of its measured leases.</summary>
    internal UsageCounts Usage { get; } = new();

    internal CoarseClock Clock => _clock;

    /// <summary>Leases a connection; dispose the lease to return it.</summary>
    /// <param name="cancellationToken">Cancels the wait and the opening.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="PoolExhaustedException">No place came free within AcquireTimeout, or too many wait.</exception>
    /// <exception cref="ConnectTimeoutException">The database did not answer in what remained of it.</exception>
    /// <exception cref="StageViolationException">Called inside the call stage of a three-stage operation.</exception>
    /// <exception cref="PoolClosedException">The pool is shut down.</exception>
    public ValueTask<ConnectionLease> LeaseAsync(
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => LeaseAsync(LeaseLane.Starting, new LeaseOrigin(member, file, line), null, cancellationToken);

    /// <inheritdoc cref="LeaseAsync(CancellationToken, string, string, int)"/>
    /// <remarks>Blocks the calling thread while it waits, in the same line as the asynchronous callers.</remarks>
    public ConnectionLease Lease(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        => Acquire(LeaseLane.Starting, new LeaseOrigin(member, file, line)).Hand();

    /// <summary>Closes idle connections now and busy ones when they come back.</summary>
    public void Clear()
    {
        _guaranteed.Clear();
        _overflow?.Clear();
    }

    /// <summary>The pool at this moment, with its longest holders.</summary>
    /// <param name="maxHolders">How many holders at the most; 0 to 1,000.</param>
    public PoolSnapshot Snapshot(int maxHolders = 20) => Ledger.Read(this, Math.Clamp(maxHolders, 0, 1000), _clock);

    internal ValueTask<ConnectionLease> LeaseAsync(
        LeaseLane lane, in LeaseOrigin origin, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        return TryAcquire(lane, origin, timeout, cancellationToken, out var slot, out var acquiring)
            ? new(slot.Hand())
            : HandAsync(acquiring);

        static async ValueTask<ConnectionLease> HandAsync(ValueTask<LeaseSlot> acquiring)
            => (await acquiring.ConfigureAwait(false)).Hand();
    }

    /// <summary>Opens a connection that the caller brings (<see cref="LeaseOrigin.Connection"/>) in a place.</summary>
    /// <remarks>The caller gives the place back with the slot, on the connection's first closing.</remarks>
    /// <returns>Whether it is open already; otherwise opening goes on.</returns>
    internal bool TryOpenBrought(
        in LeaseOrigin origin,
        CancellationToken cancellationToken,
        out LeaseSlot slot,
        out ValueTask<LeaseSlot> opening)
        => TryAcquire(LeaseLane.Starting, origin, null, cancellationToken, out slot, out opening);

    /// <inheritdoc cref="TryOpenBrought"/>
    internal LeaseSlot OpenBrought(in LeaseOrigin origin) => Acquire(LeaseLane.Starting, origin);

    /// <summary>A broken connection was seen: no earlier success counts, every connection is checked again.</summary>
    internal void Distrust() => _health.Distrust();

    internal void Succeeded(LeaseSlot slot, DbConnection connection) => _health.Succeeded(slot.Driver, connection);

    internal void Returned(LeaseSlot slot, bool connectionIsGone)
    {
        var heldMs = _clock.NowMs - slot.TakenAtMs;
        slot.HeldMs += heldMs;
        if (slot.TakenAt != 0)
        {
            _metrics.Used(this, _time.GetElapsedTime(slot.TakenAt));
        }

        if (slot.IsReported)
        {
            Log.OverBudgetReturned(_logger, Name, heldMs);
        }

        _gate.Leave(slot.Place, connectionIsGone);
    }

    internal void Measured(string endpoint, in LeaseTimes times, int weight)
    {
        Usage.Add(times, weight);
        _attribution.Add(endpoint, Workload, times, weight);
    }

    internal void ReportLeak(Holder holder)
    {
        // Told before it is counted: who sees the count may look for the line that explains it.
        Log.LeaseLeaked(_logger, Name, holder);
        _metrics.Leaked(this);
        _counters.OnLeaked();
    }

    internal void ReportOverBudget(Holder holder)
    {
        _metrics.OverBudget(this);
        Log.HeldOverBudget(_logger, Name, Options.HoldBudget.TotalMilliseconds, holder);
    }

    internal void ShutDown() => _gate.ShutDown();

    /// <inheritdoc/>
    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        return TryAcquire(
            LeaseLane.Starting, LeaseOrigin.Unknown, null, cancellationToken, out var slot, out var acquiring)
            ? new(slot.HandBare())
            : HandAsync(acquiring);

        static async ValueTask<DbConnection> HandAsync(ValueTask<LeaseSlot> acquiring)
            => (await acquiring.ConfigureAwait(false)).HandBare();
    }

    /// <inheritdoc/>
    protected override DbConnection OpenDbConnection() => Acquire(LeaseLane.Starting, LeaseOrigin.Unknown).HandBare();

    /// <summary>Not supported: a connection opened by its own Open would pass the gate by.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override DbConnection CreateDbConnection()
        => throw new NotSupportedException(
            "A connection of this pool is opened by the pool: call OpenConnectionAsync (or OpenConnection).");

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand(string? commandText = null)
    {
        var command = _guaranteed.CreateCommand();
        command.CommandText = commandText;
        return new LeasedCommand(this, command);
    }

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => new LeasedBatch(this, _guaranteed.CreateBatch());

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        ShutDown();
        await _guaranteed.DisposeAsync().ConfigureAwait(false);
        if (_overflow is not null)
        {
            await _overflow.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            DisposeAsyncCore().AsTask().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    // True when there was a place and an idle connection that needs no check: the usual case, kept free of the cost
    // of a task's machinery. Otherwise acquiring goes on in the second of the two results.
    private bool TryAcquire(
        LeaseLane lane,
        in LeaseOrigin origin,
        TimeSpan? timeout,
        CancellationToken cancellationToken,
        out LeaseSlot slot,
        out ValueTask<LeaseSlot> acquiring)
    {
        var ambient = Ambient.Current;
        if (ambient is { IsInCall: true })
        {
            throw new StageViolationException(Name);
        }

        var limit = timeout ?? TimeoutOf(lane);
        var flow = ambient?.LiveFlow ?? HolderOf(ambient, isBrought: origin.Connection is not null);
        if (cancellationToken.IsCancellationRequested || !_gate.TryEnter(lane, out var place))
        {
            slot = null!;
            acquiring = AcquireSlowlyAsync(lane, origin, flow, limit, cancellationToken);
            return false;
        }

        slot = Take(place, origin, flow);
        var opening = _opener.OpenAsync(slot, limit, limit, cancellationToken);
        if (!opening.IsCompletedSuccessfully)
        {
            acquiring = FinishAsync(opening, slot, _time.GetTimestamp());
            return false;
        }

        if (_metrics.TimesWaits)
        {
            _metrics.Waited(this, TimeSpan.Zero);
        }

        acquiring = default;
        return true;
    }

    private async ValueTask<LeaseSlot> AcquireSlowlyAsync(
        LeaseLane lane, LeaseOrigin origin, Flow? flow, TimeSpan limit, CancellationToken cancellationToken)
    {
        var startedAt = _time.GetTimestamp();
        using var span = LeaseholdTracing.Wait(this);
        try
        {
            var entering = _gate.EnterAsync(lane, limit, cancellationToken);
            if (!entering.IsCompleted)
            {
                ReportIfNested(flow);
            }

            var admission = await entering.ConfigureAwait(false);
            var waited = _time.GetElapsedTime(startedAt);
            var slot = Admit(admission, origin, flow, waited, limit);
            var opening = _opener.OpenAsync(slot, limit - waited, limit, cancellationToken);
            return await FinishAsync(opening, slot, startedAt).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LeaseholdTracing.Failed(span, exception);
            throw;
        }
    }

    private async ValueTask<LeaseSlot> FinishAsync(ValueTask opening, LeaseSlot slot, long startedAt)
    {
        await opening.ConfigureAwait(false);
        if (_metrics.TimesWaits)
        {
            _metrics.Waited(this, _time.GetElapsedTime(startedAt));
        }

        return slot;
    }

    private LeaseSlot Acquire(LeaseLane lane, in LeaseOrigin origin)
    {
        var ambient = Ambient.Current;
        if (ambient is { IsInCall: true })
        {
            throw new StageViolationException(Name);
        }

        var startedAt = _time.GetTimestamp();
        var limit = TimeoutOf(lane);
        var flow = ambient?.LiveFlow ?? HolderOf(ambient);
        if (flow?.HeldLeases > 0 && _gate.IsFull)
        {
            ReportIfNested(flow);
        }

        var admission = _gate.Enter(lane, limit);
        var slot = Admit(admission, origin, flow, _time.GetElapsedTime(startedAt), limit);
        _opener.Open(slot, limit - _time.GetElapsedTime(startedAt), limit);
        if (_metrics.TimesWaits)
        {
            _metrics.Waited(this, _time.GetElapsedTime(startedAt));
        }

        return slot;
    }

    private LeaseSlot Admit(Admission admission, in LeaseOrigin origin, Flow? flow, TimeSpan waited, TimeSpan limit)
        => admission.IsAdmitted ? Take(admission.Place, origin, flow) : throw Refuse(admission.Refusal, waited, limit);

    private LeaseSlot Take(int place, in LeaseOrigin origin, Flow? flow)
    {
        var slot = _slots[place];
        var nowMs = _clock.NowMs;
        var weight = _sampling is not null && _sampling.TryPick(nowMs) ? _sampling.TakeWeight() : 0;
        slot.Take(origin, flow, nowMs, _metrics.TimesUse ? _time.GetTimestamp() : 0, weight);
        return slot;
    }

    // Outside any flow the lease installs a holder of its own, so that the guard knows who holds it.
    private Flow? HolderOf(Ambient? ambient, bool isBrought = false)
        => !Guard.IsOn ? null : isBrought ? Ambient.VacantHolderOf(ambient) : Ambient.HolderOf(ambient, Workload);

    internal Exception Refuse(Refusal refusal, TimeSpan waited, TimeSpan limit, bool forWriterTurn = false)
        => _exhaustion.Refuse(refusal, waited, limit, forWriterTurn);

    private void ReportIfNested(Flow? flow)
    {
        if (flow is { HeldLeases: > 0 })
        {
            _counters.OnNested();
            _metrics.Nested(this);
            Log.NestedAcquire(_logger, flow.Name, Name, flow.HeldLeases);
        }
    }

    private TimeSpan TimeoutOf(LeaseLane lane)
        => lane == LeaseLane.Finishing ? Options.FinishingTimeout : Options.AcquireTimeout;

    private void Invalidate()
    {
        Log.PoolInvalidated(_logger, Name);
        Clear();
    }
}
