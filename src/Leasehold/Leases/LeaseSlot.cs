using System.Data;
using System.Data.Common;
using System.Transactions;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>One place of a pool and whoever holds it: all slots of a pool together are its ledger.</summary>
/// <remarks>
/// Made once and used again and again, so that a lease allocates nothing but the caller's own handle. The handlers
/// hang on the slot, never on the caller's lease, so that a lease dropped without disposal can be collected, noticed
/// and undone. <see cref="_version"/> is odd while the place is held; whoever moves it on releases the place,
/// exactly once.
/// </remarks>
internal sealed class LeaseSlot
{
    private readonly ConnectionPool _pool;
    private readonly StateChangeEventHandler _onStateChange;
    private readonly WeakReference<ConnectionLease?> _weakHandle = new(null);
    private int _version;
    private int _returning;
    private int _weakVersion;
    private ConnectionLease? _strongHandle;
    private Transaction? _transaction;
    private LeaseMeter? _meter;
    private int _weight;

    public LeaseSlot(ConnectionPool pool, int place, DriverPool driver)
    {
        _pool = pool;
        Place = place;
        Driver = driver;
        _onStateChange = OnStateChange;
    }

    public ConnectionPool Pool => _pool;

    public int Place { get; }

    public DriverPool Driver { get; }

    public int Version => Volatile.Read(ref _version);

    public bool IsHeld => (Version & 1) == 1;

    public DbConnection? Connection { get; private set; }

    public LeaseOrigin Origin { get; private set; }

    public Flow? Flow { get; private set; }

    public long TakenAtMs { get; private set; }

    /// <summary>How often it was taken since the pool began; written by its holder alone.</summary>
    public long Leased { get; private set; }

    /// <summary>How long it was held in all, but for the lease that is out; written before the place is free.</summary>
    public long HeldMs { get; set; }

    /// <summary>Measures the lease that is out; null when that one is not measured, or not open yet.</summary>
    public LeaseMeter? Meter => _weight > 0 && Connection is not null ? _meter : null;

    /// <summary>Precise, and only kept while someone listens to the use time; otherwise 0.</summary>
    public long TakenAt { get; private set; }

    public bool InTransaction { get; set; }

    public bool IsReported { get; set; }

    /// <summary>Whether a command is running, where the owner of the commands tells and the driver does not.</summary>
    public bool? IsExecuting { get; set; }

    /// <summary>The writers' turn that came with the lease; it ends with it, however it ends.</summary>
    public Gate? WriterTurn { private get; set; }

    /// <summary>The gate gave the place; the connection is being opened.</summary>
    /// <param name="origin">Where in the source.</param>
    /// <param name="flow">In whose name.</param>
    /// <param name="nowMs">The time, coarse.</param>
    /// <param name="now">The time, precise; 0 when no one listens to the use time.</param>
    /// <param name="weight">How many leases this one stands for in the attribution; 0 when it is not measured.</param>
    public void Take(in LeaseOrigin origin, Flow? flow, long nowMs, long now, int weight)
    {
        Origin = origin;
        Flow = flow;
        TakenAtMs = nowMs;
        TakenAt = now;
        InTransaction = false;
        IsReported = false;
        IsExecuting = null;
        WriterTurn = null;
        Connection = null;
        Leased++;
        _weight = weight;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>The connection is open.</summary>
    public void Opened(DbConnection connection)
    {
        _transaction = Driver.EnlistsInAmbientTransaction ? Transaction.Current?.Clone() : null;
        Connection = connection;
        _pool.Gate.Opened(Place);

        // Counted only now: while it is opened, a driver that asks a token provider calls HTTP rightly.
        Flow?.LeaseTaken();
        if (_weight > 0)
        {
            BeginMeasuring();
        }
    }

    /// <summary>
    /// Hands out the bare connection: there is no lease to dispose, so its own closing frees the place.
    /// </summary>
    public DbConnection HandBare()
    {
        var connection = Connection!;
        connection.StateChange += _onStateChange;
        return connection;
    }

    public ConnectionLease Hand()
    {
        var lease = new ConnectionLease(this, _version, Connection!);
        _strongHandle = lease;
        return lease;
    }

    /// <summary>Claims the return of a lease; false when it has been returned, or is being.</summary>
    /// <remarks>
    /// The handle may be collected while its own disposal runs: the claim tells that from abandonment.
    /// </remarks>
    public bool TryBeginReturn(int version)
    {
        var claimed = Volatile.Read(ref _returning);
        return claimed != version
            && Version == version
            && Interlocked.CompareExchange(ref _returning, version, claimed) == claimed;
    }

    /// <summary>Whether the caller lost its handle without returning the lease; asked from time to time.</summary>
    /// <remarks>
    /// A weak reference costs 18 ns to set, so a new lease is held strongly; the first look that finds it still out
    /// makes that weak, and a later look after a collection finds it lost. Versions tell a lease from the slot's next.
    /// </remarks>
    public bool IsAbandoned(int version)
    {
        if (Volatile.Read(ref _strongHandle) is { } handle && handle.Version == version)
        {
            _weakHandle.SetTarget(handle);
            _weakVersion = version;
            Interlocked.CompareExchange(ref _strongHandle, null, handle);
            return false;
        }

        return _weakVersion == version
            && Version == version
            && Volatile.Read(ref _returning) != version
            && !_weakHandle.TryGetTarget(out _);
    }

    /// <summary>Frees the place if it is still held under this version.</summary>
    /// <param name="version">The version under which the caller held it.</param>
    /// <param name="connectionIsGone">No physical connection stands behind it any more.</param>
    public bool TryRelease(int version, bool connectionIsGone)
    {
        if (Interlocked.CompareExchange(ref _version, version + 1, version) != version)
        {
            return false;
        }

        if (Connection is not null)
        {
            Flow?.LeaseReturned();
            if (_weight > 0)
            {
                EndMeasuring();
            }
        }

        Connection = null;
        Flow = null;
        if (Origin.Connection is not null)
        {
            // The caller's connection outlives the lease, but not for our sake.
            Origin = Origin with { Connection = null };
        }

        _transaction?.Dispose();
        _transaction = null;
        var turn = WriterTurn;
        WriterTurn = null;
        _pool.Returned(this, connectionIsGone);

        // After the connection is back: the next writer must find the file unlocked.
        turn?.Leave(0, connectionIsGone: false);
        return true;
    }

    /// <summary>
    /// The connection is closed: frees the place, at once or when the transaction it joined has ended.
    /// </summary>
    public void Release(int version, bool connectionIsGone)
    {
        if (_transaction?.TransactionInformation.Status == TransactionStatus.Active)
        {
            ReleaseWhenCompleted(_transaction, version);
            return;
        }

        TryRelease(version, connectionIsGone);
    }

    /// <summary>The connection was found broken: the whole pool is checked again.</summary>
    public void ReportBroken() => _pool.Distrust();

    /// <summary>The state of a connection changed that has no lease to be disposed.</summary>
    public void OnStateChange(object sender, StateChangeEventArgs change)
    {
        var version = Version;
        if (!ReferenceEquals(sender, Connection) || (version & 1) == 0)
        {
            return;
        }

        if (change.CurrentState == ConnectionState.Broken)
        {
            // The driver keeps its slot until the connection is closed, so the place is kept as long.
            _pool.Distrust();
            return;
        }

        if (change.CurrentState != ConnectionState.Closed)
        {
            return;
        }

        var connection = Connection!;
        var isGone = change.OriginalState == ConnectionState.Broken || Driver.IsBroken(connection);
        if (isGone)
        {
            _pool.Distrust();
        }

        Release(version, isGone);
    }

    private void BeginMeasuring()
    {
        _meter ??= new LeaseMeter(this, _pool.Time);
        if (Flow is { } flow)
        {
            flow.NeedDoings().Begin(_meter);
        }
        else
        {
            _meter.Begin(isCalling: false);
        }
    }

    private void EndMeasuring()
    {
        Flow?.Doings?.End(_meter!);
        _pool.Measured(Attribution.NameOf(Flow, Origin), _meter!.End(), _weight);
    }

    private void ReleaseWhenCompleted(Transaction transaction, int version)
        => transaction.TransactionCompleted += (_, _) =>
            // The driver lets go of its connection in the same notification round, perhaps after this handler.
            ThreadPool.UnsafeQueueUserWorkItem(
                static state => state.Slot.TryRelease(state.Version, connectionIsGone: false),
                (Slot: this, Version: version),
                preferLocal: false);
}
