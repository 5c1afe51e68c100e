using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Transactions;
using Leasehold.Admission;
using Leasehold.Flows;
using Leasehold.Leases;
using Leasehold.Pools;

namespace Leasehold;

/// <summary>One workload's pool: the driver's own connections behind a gate, with a ledger of who holds them.</summary>
/// <remarks>
/// Thread-safe. As a <see cref="DbDataSource"/> it can be given to Dapper, EF Core, linq2db, Quartz and plain ADO.NET
/// code: what it hands out there leases when it is opened and returns when it is closed. A lease's connection, and a
/// session's, is the driver's own. Disposed with its <see cref="ConnectionPools"/>; disposing it alone does nothing.
/// </remarks>
public sealed class ConnectionPool : DbDataSource
{
    private readonly PoolCore _core;
    private readonly PoolExhaustion _exhaustion;

    internal ConnectionPool(PoolCore core)
    {
        _core = core;
        _exhaustion = new PoolExhaustion(core);
    }

    /// <summary>The workload it serves.</summary>
    public Workload Workload => _core.Workload;

    /// <summary>Application and workload, as the server and the metrics name it.</summary>
    public string Name => _core.Name;

    /// <summary>Empty: the string holds secrets, and belongs to the driver's data source.</summary>
    public override string ConnectionString => "";

    internal PoolCore Core => _core;

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
        => Acquire(new LeaseOrigin(member, file, line)).Hand();

    /// <summary>A closed connection that leases when it is opened and returns when it is closed.</summary>
    /// <inheritdoc cref="LeaseAsync(CancellationToken, string, string, int)"/>
    public LeasedConnection CreateConnection(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        => new(this, new LeaseOrigin(member, file, line));

    /// <summary>Leases a connection for code that wants a connection alone; close or dispose it to return it.</summary>
    /// <inheritdoc cref="LeaseAsync(CancellationToken, string, string, int)"/>
    public LeasedConnection OpenConnection(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var connection = new LeasedConnection(this, new LeaseOrigin(member, file, line));
        connection.Open();
        return connection;
    }

    /// <inheritdoc cref="OpenConnection(string, string, int)"/>
    public ValueTask<LeasedConnection> OpenConnectionAsync(
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => OpenAsync(new LeasedConnection(this, new LeaseOrigin(member, file, line)), cancellationToken);

    /// <summary>Closes idle connections now and busy ones when they come back.</summary>
    public void Clear()
    {
        _core.Distrust();
        _core.Clear();
    }

    /// <summary>The pool at this moment, with its longest holders.</summary>
    /// <param name="maxHolders">How many holders at the most; 0 to 1,000.</param>
    public PoolSnapshot Snapshot(int maxHolders = 20) => PoolSnapshot.Of(_core, Math.Clamp(maxHolders, 0, 1000));

    internal ValueTask<ConnectionLease> LeaseAsync(
        LeaseLane lane, in LeaseOrigin origin, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        return TryAcquire(lane, origin, timeout, cancellationToken, out var slot, out var acquiring)
            ? new(slot.Hand())
            : HandAsync(acquiring);

        static async ValueTask<ConnectionLease> HandAsync(ValueTask<LeaseSlot> acquiring)
            => (await acquiring.ConfigureAwait(false)).Hand();
    }

    internal ConnectionLease Lease(in LeaseOrigin origin) => Acquire(origin).Hand();

    /// <summary>Takes a place, and opens a connection in it.</summary>
    /// <returns>
    /// True when there was a place and an idle connection that needs no check: the usual case, kept free of the cost
    /// of a task's machinery. Otherwise acquiring goes on in the second of the two results.
    /// </returns>
    internal bool TryAcquire(
        LeaseLane lane,
        in LeaseOrigin origin,
        TimeSpan? timeout,
        CancellationToken cancellationToken,
        out LeaseSlot slot,
        out ValueTask<LeaseSlot> acquiring)
    {
        var branch = BranchOf(origin);
        var limit = timeout ?? TimeoutOf(lane);
        var transaction = TransactionToJoin;
        if (cancellationToken.IsCancellationRequested
            || transaction is not null
            || !_core.Gate.TryEnter(lane, out var place))
        {
            slot = null!;
            acquiring = AcquireSlowlyAsync(
                lane, origin, branch, transaction, limit, blocking: false, cancellationToken);
            return false;
        }

        slot = _core.SlotOf(place);
        slot.Take(origin, branch, transaction);
        var opening = slot.OpenAsync(limit, limit, blocking: false, cancellationToken);
        if (!opening.IsCompletedSuccessfully)
        {
            acquiring = FinishAsync(opening, slot);
            return false;
        }

        if (_core.Observer.TimesWaits)
        {
            _core.Observer.Waited(TimeSpan.Zero);
        }

        acquiring = default;
        return true;
    }

    /// <summary>The same for a caller that blocks.</summary>
    internal LeaseSlot Acquire(in LeaseOrigin origin)
    {
        using var withdrawal = origin.Connection is null ? null : new CancellationTokenSource();
        var acquiring = AcquireSlowlyAsync(
            LeaseLane.Starting,
            origin,
            BranchOf(origin),
            TransactionToJoin,
            _core.Options.AcquireTimeout,
            blocking: true,
            withdrawal?.Token ?? CancellationToken.None);

        // Usually complete: whatever waits on the way waits on this thread.
        return acquiring.IsCompletedSuccessfully
            ? acquiring.Result
            : BlockingAcquisition.WaitFor(acquiring.AsTask(), withdrawal);
    }

    internal Exception Refuse(Refusal refusal, TimeSpan waited, TimeSpan limit, bool forWriterTurn = false)
        => _exhaustion.Refuse(refusal, waited, limit, forWriterTurn);

    internal TimeSpan TimeoutOf(LeaseLane lane)
        => lane == LeaseLane.Finishing ? _core.Options.FinishingTimeout : _core.Options.AcquireTimeout;

    /// <inheritdoc/>
    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        var opening = OpenAsync(new LeasedConnection(this, LeaseOrigin.Unknown), cancellationToken);
        return opening.IsCompletedSuccessfully ? new(opening.Result) : AsBaseAsync(opening);

        static async ValueTask<DbConnection> AsBaseAsync(ValueTask<LeasedConnection> opening)
            => await opening.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override DbConnection OpenDbConnection()
    {
        var connection = new LeasedConnection(this, LeaseOrigin.Unknown);
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new LeasedConnection(this, LeaseOrigin.Unknown);

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand(string? commandText = null)
        => new LeasedCommand(this) { CommandText = commandText };

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => new LeasedBatch(this);

    /// <summary>Lets nobody in any more, and closes what is idle; what is leased closes when it comes back.</summary>
    /// <remarks>
    /// Instead of a disposal, which does nothing: a container disposes what is injected as a data source too, and
    /// before the pools, which wait for what is leased.
    /// </remarks>
    internal async ValueTask CloseAsync()
    {
        _core.Gate.ShutDown();
        await _core.DisposeAsync().ConfigureAwait(false);
    }

    // Asked only where it matters, since looking for a transaction costs as much as taking a place.
    private Transaction? TransactionToJoin
        => _core.EnlistsInAmbientTransaction ? Transaction.Current : null;

    private static ValueTask<LeasedConnection> OpenAsync(
        LeasedConnection connection, CancellationToken cancellationToken)
    {
        var opening = connection.OpenAsync(cancellationToken);
        return opening.IsCompletedSuccessfully ? new(connection) : FinishAsync(opening, connection);

        static async ValueTask<LeasedConnection> FinishAsync(Task opening, LeasedConnection connection)
        {
            await opening.ConfigureAwait(false);
            return connection;
        }
    }

    // Outside any flow the lease installs a holder of its own, so that the guard knows who holds it; in a flow only
    // where the guard stops calls, and must know which branch of the flow holds it.
    private Branch BranchOf(in LeaseOrigin origin)
    {
        var ambient = Ambient.Current;
        if (ambient is { IsInCall: true })
        {
            throw StageViolationException.Of(Name);
        }

        if (ambient?.LiveFlow is { } flow)
        {
            return new Branch(flow, _core.Observer.MarksBranches ? HolderOf(origin, ambient) : null);
        }

        if (!_core.Observer.NamesHolders)
        {
            return default;
        }

        var holder = HolderOf(origin, ambient);
        return new Branch(holder, holder);
    }

    private Flow? HolderOf(in LeaseOrigin origin, Ambient? ambient)
        => origin.Connection is not null ? Ambient.VacantHolderOf(ambient) : Ambient.HolderOf(ambient, Workload);

    // The one road for whoever has to wait, or blocks.
    private async ValueTask<LeaseSlot> AcquireSlowlyAsync(
        LeaseLane lane,
        LeaseOrigin origin,
        Branch branch,
        Transaction? transaction,
        TimeSpan limit,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var startedAt = _core.Time.GetTimestamp();
        Exception? error = null;
        Activity? wait = null;
        try
        {
            if (!TryTakeAgain(origin, branch, transaction, out var slot))
            {
                if (cancellationToken.IsCancellationRequested || !_core.Gate.TryEnter(lane, out var place))
                {
                    wait = _core.Observer.WaitBegan();
                    place = await EnterAsync(lane, branch.Flow, limit, startedAt, blocking, cancellationToken)
                        .ConfigureAwait(false);
                }

                slot = _core.SlotOf(place);
                slot.Take(origin, branch, transaction);
            }

            var remaining = limit - _core.Time.GetElapsedTime(startedAt);
            await slot.OpenAsync(remaining, limit, blocking, cancellationToken).ConfigureAwait(false);
            if (_core.Observer.TimesWaits)
            {
                _core.Observer.Waited(_core.Time.GetElapsedTime(startedAt));
            }

            return slot;
        }
        catch (Exception exception)
        {
            error = exception;
            throw;
        }
        finally
        {
            _core.Observer.WaitEnded(wait, error);
        }
    }

    private async ValueTask<int> EnterAsync(
        LeaseLane lane, Flow? flow, TimeSpan limit, long startedAt, bool blocking, CancellationToken cancellationToken)
    {
        GateAnswer answer;
        if (blocking)
        {
            ReportIfNested(flow);
            answer = _core.Gate.Enter(lane, limit, flow);
        }
        else
        {
            var entering = _core.Gate.EnterAsync(lane, limit, flow, cancellationToken);
            if (!entering.IsCompleted)
            {
                ReportIfNested(flow);
            }

            answer = await entering.ConfigureAwait(false);
        }

        return answer.IsAdmitted
            ? answer.Place
            : throw Refuse(answer.Refusal, _core.Time.GetElapsedTime(startedAt), limit);
    }

    private bool TryTakeAgain(
        in LeaseOrigin origin, Branch branch, Transaction? transaction, out LeaseSlot slot)
    {
        slot = null!;
        return transaction is not null
            && _core.Enlisted.TryTake(transaction, out slot, out var version)
            && slot.TryTakeAgain(version, origin, branch, transaction);
    }

    private async ValueTask<LeaseSlot> FinishAsync(ValueTask opening, LeaseSlot slot)
    {
        var startedAt = _core.Time.GetTimestamp();
        await opening.ConfigureAwait(false);
        if (_core.Observer.TimesWaits)
        {
            _core.Observer.Waited(_core.Time.GetElapsedTime(startedAt));
        }

        return slot;
    }

    private void ReportIfNested(Flow? flow)
    {
        if (flow is { HeldLeases: > 0 })
        {
            _core.Counters.OnNested();
            _core.Observer.Nested(flow.Name, flow.HeldLeases);
        }
    }
}
