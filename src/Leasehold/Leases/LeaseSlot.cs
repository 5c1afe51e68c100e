using System.Data;
using System.Data.Common;
using System.Transactions;
using Leasehold.Admission;
using Leasehold.Flows;
using Leasehold.Providers;

namespace Leasehold.Leases;

/// <summary>One place of a pool and whoever holds it: all slots of a pool together are its ledger.</summary>
/// <remarks>
/// Made once and used again and again, so that a lease allocates nothing but the caller's own handle. Nothing here
/// refers strongly to that handle for long, so that a lease dropped without disposal can be collected, noticed and
/// undone. <see cref="Version"/> counts by four: free, then held, then going back. Whoever moves it from held on has
/// claimed the return, and alone frees the place.
/// </remarks>
internal sealed partial class LeaseSlot
{
    private const int Held = 1;
    private const int GoingBack = 2;
    private const int Phases = 3;
    private static int _made;

    private readonly int _number = Interlocked.Increment(ref _made);
    private readonly bool _resetsOnReturn;
    private int _version;
    private volatile DbConnection? _connection;
    private Transaction? _transaction;

    // Apart, and those that are seldom there written only when they are: each reference that is written costs 2 ns.
    private string _member = "";
    private string _file = "";
    private int _line;
    private Flow? _flow;
    private Flow? _holder;
    private bool _isReset;
    private long _openingAt;
    private TimeSpan _openedIn;

    public LeaseSlot(PoolCore pool, int place, DriverPool driver)
    {
        Pool = pool;
        Place = place;
        Driver = driver;
        _resetsOnReturn = driver.ResetsOnReturn;
    }

    public PoolCore Pool { get; }

    public int Place { get; }

    public DriverPool Driver { get; }

    public int Version => Volatile.Read(ref _version);

    /// <summary>Whether someone has the place, be it on its way back.</summary>
    public bool IsHeld => IsHeldIn(Version);

    public DbConnection? Connection
    {
        get => _connection;
        private set => _connection = value;
    }

    /// <summary>The driver's name of the physical connection; 0 when it has none.</summary>
    public int PhysicalId { get; private set; }

    public LeaseOrigin Origin => new(_member, _file, _line);

    /// <inheritdoc cref="LeaseOrigin.Connection"/>
    public DbConnection? CallersConnection { get; private set; }

    public Flow? Flow => _flow;

    /// <summary>In whose name it is held.</summary>
    public Branch Branch => new(_flow, _holder);

    public long TakenAtMs { get; private set; }

    /// <summary>
    /// When its last connection went back; 0 before the first, and once that one has been looked after.
    /// </summary>
    public long ReturnedAtMs { get; set; }

    /// <summary>How often it was taken since the pool began; written by its holder alone.</summary>
    public long Leased { get; private set; }

    /// <summary>How long it was held in all, but for the lease that is out; written before the place is free.</summary>
    public long HeldMs { get; private set; }

    /// <summary>Measures the lease that is out; null when that one is not measured, or not open yet.</summary>
    public ILeaseMeter? Meter { get; set; }

    /// <summary>The observer's own, kept for the next lease that is measured.</summary>
    public ILeaseMeter? SpareMeter { get; set; }

    /// <summary>Precise, and the observer's own; 0 while nobody listens to the use time.</summary>
    public long OpenedAt { get; set; }

    public bool InTransaction { get; set; }

    public bool IsReported { get; set; }

    /// <summary>Whether a command is running, where the owner of the commands tells and the driver does not.</summary>
    public bool? IsExecuting { get; set; }

    /// <summary>Whether its connection is to be closed for good.</summary>
    public bool IsToBeDiscarded { get; set; }

    /// <summary>Whether its holder says that nothing was left on the session.</summary>
    public bool IsLeftAsIs { get; set; }

    /// <summary>The transaction that its connection joins; usually there is none.</summary>
    public Transaction? Joins { get; private set; }

    /// <summary>Whether the place was kept for a transaction, and its session with it.</summary>
    public bool IsTakenAgain => _transaction is not null && Connection is null;

    /// <summary>Whether the driver's own reader was handed out, which may outlive the handle of the lease.</summary>
    public bool HandedReader { get; set; }

    /// <summary>
    /// How often the pool had been cleared when a connection was opened in this place; -1 when it has none any more.
    /// </summary>
    public int OpenedAfter { get; set; } = -1;

    /// <summary>The writers' turn that came with the lease; it ends with it, however it ends.</summary>
    public WriterTurn? WriterTurn { private get; set; }

    private bool IsEnlisted => _transaction?.TransactionInformation.Status == TransactionStatus.Active;

    /// <summary>The gate gave the place; the connection is being opened.</summary>
    /// <param name="origin">Where in the source.</param>
    /// <param name="branch">In whose name.</param>
    /// <param name="transaction">The transaction that the connection will join; usually there is none.</param>
    public void Take(in LeaseOrigin origin, Branch branch, Transaction? transaction)
    {
        Begin(origin, branch, transaction);
        Volatile.Write(ref _version, _version + Held);
    }

    /// <summary>
    /// Takes the place again for the transaction that has kept it since its connection was closed.
    /// </summary>
    /// <returns>False when the transaction has ended meanwhile.</returns>
    public bool TryTakeAgain(int version, in LeaseOrigin origin, Branch branch, Transaction transaction)
    {
        // Never free in between, and whoever knows a version from before knows nothing.
        if (Interlocked.CompareExchange(ref _version, Next(version) + Held, version) != version)
        {
            return false;
        }

        EndUse();
        Begin(origin, branch, transaction);
        return true;
    }

    /// <summary>Opens its connection, checked where that is due; frees the place when it cannot.</summary>
    /// <param name="remaining">What is left of the acquire time-out.</param>
    /// <param name="limit">The acquire time-out, for the message.</param>
    /// <param name="blocking">Whether to be done when this returns.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <remarks>
    /// Completes at once when the driver has a connection that needs no check, and allocates nothing then; all that
    /// may take its time is <see cref="SlowOpening"/>.
    /// </remarks>
    public ValueTask OpenAsync(
        TimeSpan remaining, TimeSpan limit, bool blocking, CancellationToken cancellationToken)
    {
        if (CallersConnection is not null)
        {
            return OwnedOpening.OpenAsync(Pool, this, remaining, limit, blocking, cancellationToken);
        }

        // What remains matters only when it is less than the driver's own bound on connecting.
        if (blocking || Joins is not null || remaining < Pool.Options.ConnectTimeout)
        {
            return new SlowOpening(Pool, this, limit, blocking).RunAsync(null, null, remaining, cancellationToken);
        }

        DbConnection? connection = null;
        Task opening;
        try
        {
            connection = Driver.CreateConnection();
            OpeningBegan();
            opening = connection.OpenAsync(cancellationToken);
            if (opening.IsCompletedSuccessfully)
            {
                var id = Driver.PhysicalId(connection);
                if (!Pool.Health.MustPing(id, TakenAtMs) && !Driver.Opened(connection))
                {
                    OpeningEnded();
                    Opened(connection, id);
                    return default;
                }
            }
        }
        catch (Exception exception)
        {
            opening = Task.FromException(exception);
        }

        return new SlowOpening(Pool, this, limit, blocking: false)
            .RunAsync(connection, opening, remaining, cancellationToken);
    }

    /// <summary>The driver begins to open its connection.</summary>
    public void OpeningBegan()
    {
        if (Pool.TimesCreation)
        {
            _openingAt = Pool.Time.GetTimestamp();
        }
    }

    /// <summary>The driver has opened it; it may still be checked.</summary>
    public void OpeningEnded()
    {
        if (Pool.TimesCreation)
        {
            _openedIn = Pool.Time.GetElapsedTime(_openingAt);
        }
    }

    /// <summary>The connection is open and checked.</summary>
    public void Opened(DbConnection connection, int? physicalId = null)
    {
        if (Joins is not null)
        {
            Joined(Joins);
        }

        PhysicalId = physicalId ?? Driver.PhysicalId(connection);
        Connection = connection;
        OpenedAfter = Pool.Clearings;
        Pool.Gate.Opened(Place);

        // Counted only now: while it is opened, a driver that asks a token provider calls HTTP rightly.
        Branch.LeaseTaken(_number);
        Pool.Observer.Opened(this);
        NoteOpening(connection);
    }

    /// <summary>Tells how long the driver took, where it had to connect.</summary>
    public void NoteOpening(DbConnection connection)
    {
        if (Pool.TimesCreation)
        {
            Pool.NoteOpening(Driver, connection, _openedIn);
        }
    }

    /// <summary>Its connection has just answered, in the middle of the lease.</summary>
    public void Succeeded()
    {
        // Of one that is reset on return, only that says what the next holder may rely on.
        if (!_resetsOnReturn && Connection is { } connection)
        {
            Pool.Health.Succeeded(Driver, connection, Pool.NowMs);
        }
    }

    /// <summary>Claims the return of a lease; false when it has been returned, or is being.</summary>
    /// <remarks>
    /// The handle may be collected while its own disposal runs: the claim tells that from abandonment.
    /// </remarks>
    public bool TryBeginReturn(int version)
        => Version == version
            && (version & Phases) == Held
            && Interlocked.CompareExchange(ref _version, version - Held + GoingBack, version) == version;

    /// <summary>Whether someone has the place at that version of it.</summary>
    public static bool IsHeldIn(int version) => (version & Phases) != 0;

    private static int Next(int version) => (version & ~Phases) + Phases + 1;

    // Only for whoever claimed the return.
    private void Release(bool connectionIsGone)
    {
        Volatile.Write(ref _version, Next(_version));
        try
        {
            EndUse();
        }
        finally
        {
            // Whatever became of the measurements: nobody else can free the place any more.
            Free(connectionIsGone);
        }
    }

    private void Begin(in LeaseOrigin origin, Branch branch, Transaction? transaction)
    {
        _member = origin.Member;
        _file = origin.File;
        _line = origin.Line;
        _flow = branch.Flow;
        _holder = null;
        CallersConnection = null;
        if (branch.Holder is not null)
        {
            _holder = branch.Holder;
        }

        if (origin.Connection is not null)
        {
            CallersConnection = origin.Connection;
        }

        if (transaction is not null)
        {
            Joins = transaction;
        }

        TakenAtMs = Pool.NowMs;
        OpenedAt = 0;
        ReturnedAtMs = 0;
        PhysicalId = 0;
        InTransaction = false;
        IsReported = false;
        IsExecuting = null;
        IsToBeDiscarded = false;
        IsLeftAsIs = false;
        HandedReader = false;
        WriterTurn = null;
        Connection = null;
        _isReset = false;
        Leased++;
    }

    private void Free(bool connectionIsGone)
    {
        Connection = null;
        if (connectionIsGone)
        {
            OpenedAfter = -1;
        }

        _flow = null;
        _holder = null;
        CallersConnection = null;
        var (transaction, turn) = (_transaction, WriterTurn);
        _transaction = null;
        Joins = null;
        WriterTurn = null;
        Pool.Gate.Leave(Place, connectionIsGone);

        // After the connection is back: the next writer must find the file unlocked.
        turn?.End();
        transaction?.Dispose();
    }

    // Of the lease that ends; its place may be free after it, or go to the next lease of the same transaction.
    private void EndUse()
    {
        if (Connection is not null)
        {
            Branch.LeaseReturned(_number);
            Pool.Observer.Ending(this);
        }

        Meter = null;
        var nowMs = Pool.NowMs;
        HeldMs += nowMs - TakenAtMs;
        ReturnedAtMs = nowMs;
        if (IsReported)
        {
            Pool.Observer.OverBudgetReturned(nowMs - TakenAtMs);
        }
    }
}
