using Leasehold.Admission;
using Leasehold.Flows;

namespace Leasehold.Leases;

/// <summary>The turn to write, where a database takes one writer at a time: who has it, and who is in line.</summary>
/// <remarks>
/// Thread-safe. One for all pools of a database. Whoever has it is read without a lock, as the ledger is.
/// </remarks>
internal sealed class WriterTurn(TimeProvider time)
{
    // As many wait as there are: each for as long as its pool lets it.
    private readonly Gate _gate = new(1, 0, int.MaxValue, new ServerBudget(0), time);
    private volatile Taker? _taker;
    private volatile LeaseSlot? _slot;

    /// <summary>Who is in line, the next one first.</summary>
    public IEnumerable<(PoolCore Pool, Flow? Flow, long Since)> Waiters
        => _gate.Waiters.Select(static waiter => (Taker: (Taker)waiter.Tag!, waiter.Since))
            .Select(static waiter => (waiter.Taker.Pool, waiter.Taker.Flow, waiter.Since));

    /// <summary>Who is in line, with the place in the source.</summary>
    public IEnumerable<(PoolCore Pool, Holder Waiter, long Since)> InLine
        => _gate.Waiters.Select(static waiter => (Taker: (Taker)waiter.Tag!, waiter.Since))
            .Select(static waiter => (waiter.Taker.Pool, waiter.Taker.Describe(TimeSpan.Zero), waiter.Since));

    /// <summary>Waits for the turn; whoever gets it ends it.</summary>
    public async ValueTask<GateAnswer> TakeAsync(
        PoolCore pool, LeaseLane lane, LeaseOrigin origin, TimeSpan limit, CancellationToken cancellationToken)
    {
        var taker = new Taker(pool, Flow.Current, origin);
        var answer = await _gate.EnterAsync(lane, limit, taker, cancellationToken).ConfigureAwait(false);
        if (answer.IsAdmitted)
        {
            taker.TakenAt = time.GetTimestamp();
            _taker = taker;
        }

        return answer;
    }

    /// <summary>Its session has a connection: the turn ends with the lease, however that ends.</summary>
    public void GoWith(LeaseSlot slot)
    {
        slot.WriterTurn = this;
        _slot = slot;
    }

    public void End()
    {
        _slot = null;
        _taker = null;
        _gate.Leave(0, connectionIsGone: false);
    }

    public void ShutDown() => _gate.ShutDown();

    /// <summary>The line as a pool sees it.</summary>
    public WriterLine Read(PoolCore pool)
    {
        var own = Waiters.Where(waiter => waiter.Pool == pool).Select(static waiter => waiter.Since).ToList();
        return new WriterLine
        {
            Waiting = own.Count,
            LongestWait = own.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(own.Min()),
            Writer = Writer(),
        };
    }

    private Holder? Writer()
    {
        if (_taker is not { } taker)
        {
            return null;
        }

        return _slot is { IsHeld: true } slot
            ? Ledger.Describe(slot)
            : taker.Describe(time.GetElapsedTime(taker.TakenAt));
    }

    private sealed record Taker(PoolCore Pool, Flow? Flow, LeaseOrigin Origin)
    {
        public long TakenAt { get; set; }

        public Holder Describe(TimeSpan heldFor) => new()
        {
            Workload = Pool.Workload.Name,
            Flow = Flow is { IsUnnamed: false } ? Flow.Name : null,
            Member = Origin.Member,
            File = Origin.FileName,
            Line = Origin.Line,
            TraceId = Flow?.TraceId,
            HeldFor = heldFor,
            Activity = HolderActivity.Opening,
        };
    }
}
