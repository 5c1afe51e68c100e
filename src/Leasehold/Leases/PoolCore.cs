using System.Data.Common;
using Leasehold.Admission;
using Leasehold.Providers;

namespace Leasehold.Leases;

/// <summary>What all places of one pool share.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class PoolCore
{
    private readonly bool _isSystemTime;
    private readonly Func<DbConnection, CancellationToken, ValueTask>? _onConnectionOpened;
    private readonly PoolOptions _builtWith;
    private LeaseSlot[] _guaranteedSlots = [];
    private LeaseSlot[] _overflowSlots = [];
    private int _clearings;
    private readonly KnownConnections? _known;

    public PoolCore(
        Workload workload,
        string name,
        PoolOptions options,
        DatabaseProvider provider,
        DriverPool guaranteed,
        DriverPool? overflow,
        Gate gate,
        ILeaseObserver observer,
        TimeProvider time,
        Func<DbConnection, CancellationToken, ValueTask>? onConnectionOpened)
    {
        _onConnectionOpened = onConnectionOpened;
        Workload = workload;
        Name = name;
        Options = options;
        _builtWith = options;
        Provider = provider;
        Guaranteed = guaranteed;
        Overflow = overflow;
        Gate = gate;
        Observer = observer;
        _known = observer.TimesCreation ? new KnownConnections(options.Size + options.MaxOverflow) : null;
        Time = time;
        _isSystemTime = ReferenceEquals(time, TimeProvider.System);
        Health = new PoolHealth(options, guaranteed);
        EnlistsInAmbientTransaction = guaranteed.EnlistsInAmbientTransaction;
        Ages = new ConnectionAges(options.Recycle, options.Size + options.MaxOverflow);
        Sweep = new IdleSweep(this);
        Enlisted = new EnlistedSlots();
        MakeSlots();
    }

    /// <summary>Of pools that were made on demand; otherwise null.</summary>
    public PoolUse? Use { get; init; }

    /// <summary>Where writers take turns, the turn of all pools of the database; otherwise null.</summary>
    public WriterTurn? WriterTurn { get; init; }

    public Workload Workload { get; }

    public string Name { get; }

    /// <summary>The settings in force; replaced as a whole by <see cref="Apply"/>.</summary>
    public PoolOptions Options { get; private set; }

    /// <summary>Where they stand in the configuration.</summary>
    public required string Settings { get; init; }

    public DatabaseProvider Provider { get; }

    /// <summary>The data source of the guaranteed places.</summary>
    public DriverPool Guaranteed { get; }

    /// <summary>The data source of the overflow places; null when they use the other one.</summary>
    public DriverPool? Overflow { get; }

    /// <inheritdoc cref="DriverPool.EnlistsInAmbientTransaction"/>
    public bool EnlistsInAmbientTransaction { get; }

    public Gate Gate { get; }

    public ILeaseObserver Observer { get; }

    public TimeProvider Time { get; }

    /// <summary>Milliseconds, for what every lease asks: how long held, how long since the last success.</summary>
    /// <remarks>
    /// A precise timestamp costs about 25 ns, and a lease would read it twice; the system's tick count costs a fifth
    /// and is a few milliseconds coarse, which cancels out in a mean. Another time provider is followed precisely.
    /// </remarks>
    public long NowMs => _isSystemTime
        ? Environment.TickCount64
        : (long)(Time.GetTimestamp() * (1000.0 / Time.TimestampFrequency));

    public PoolHealth Health { get; }

    /// <summary>The physical connections of the first data source, and their ages.</summary>
    public ConnectionAges Ages { get; }

    /// <summary>Looks after idle connections.</summary>
    public IdleSweep Sweep { get; }

    public PoolCounters Counters { get; } = new();

    /// <summary>Places whose connection is closed but still belongs to a transaction.</summary>
    public EnlistedSlots Enlisted { get; }

    /// <summary>One for each place there is or was: together the pool's ledger.</summary>
    public LeaseSlot[] Slots { get; private set; } = [];

    public LeaseSlot SlotOf(int place)
        => place < Gate.FirstOverflow ? _guaranteedSlots[place] : _overflowSlots[place - Gate.FirstOverflow];

    /// <summary>Why the pool cannot have these sizes at run time; null when it can.</summary>
    /// <remarks>The drivers are told their maximum once.</remarks>
    public string? WhyNot(PoolOptions next)
    {
        var (size, overflow) = (Most(_builtWith.Size), Most(_builtWith.MaxOverflow));
        var together = Overflow is null ? Most(_builtWith.Size + _builtWith.MaxOverflow) : int.MaxValue;
        return next.Size <= size && next.MaxOverflow <= overflow && next.Size + next.MaxOverflow <= together
            ? null
            : $"Pools:{Workload.Name}: at run time Size can grow to {size} and MaxOverflow to {overflow}"
                + $"{(Overflow is null ? $", together to {together}" : "")}; more needs a start.";

        static int Most(int atStart) => Math.Max(atStart, PoolOptions.MaxGrown);
    }

    /// <summary>Changes what can be changed at run time; one caller at a time.</summary>
    public void Apply(PoolOptions options)
    {
        var next = Options.With(options);
        Options = next;

        // Before anyone can be given one.
        MakeSlots();
        Gate.Resize(next.Size, next.MaxOverflow, next.MaxWaiters);
    }

    /// <summary>Whether someone wants to know how long connections take to be made.</summary>
    public bool TimesCreation => _known is not null;

    /// <summary>Guaranteed connections that are open and not leased.</summary>
    /// <remarks>What a driver or a server has closed of itself counts until its place is used again.</remarks>
    public int IdleOfSize
        => _guaranteedSlots.Take(Options.Size).Count(slot => !slot.IsHeld && slot.OpenedAfter == Clearings);

    /// <summary>A connection was opened: tells how long that took, where it was made and not found.</summary>
    public void NoteOpening(DriverPool driver, DbConnection connection, TimeSpan time)
    {
        if (driver.IsNew(connection) ?? (driver.PhysicalId(connection) is not 0 and var id && _known!.TryAdd(id)))
        {
            Observer.Created(time);
        }
    }

    /// <summary>A connection was opened that may be a new one: its age counts from now on.</summary>
    public void NoteAge(DriverPool driver, DbConnection connection)
    {
        if (ReferenceEquals(driver, Guaranteed) && driver.PhysicalId(connection) is not 0 and var id)
        {
            Ages.Note(id, NowMs);
        }
    }

    public TimeSpan Since(long thenMs) => TimeSpan.FromMilliseconds(Math.Max(0, NowMs - thenMs));

    /// <summary>How often it was cleared.</summary>
    public int Clearings => Volatile.Read(ref _clearings);

    /// <summary>Closes idle connections now and busy ones when they come back.</summary>
    public void Clear()
    {
        try
        {
            Guaranteed.Clear();
            Overflow?.Clear();
        }
        finally
        {
            Ages.Clear();
            Interlocked.Increment(ref _clearings);
        }
    }

    /// <summary>Does what the application wants done on a new physical connection; bounded.</summary>
    public async Task InitializeAsync(
        DriverPool driver, DbConnection connection, CancellationToken cancellationToken)
    {
        await _onConnectionOpened!(connection, cancellationToken).ConfigureAwait(false);
        driver.Initialized(connection);
    }

    /// <summary>Closes idle overflow connections; where overflow has no source of its own, all idle ones.</summary>
    public void ClearOverflow()
    {
        if (Overflow is null)
        {
            Clear();
        }
        else
        {
            Overflow.Clear();
        }
    }

    /// <summary>Clears, since a connection was found broken, and counts that.</summary>
    public void Invalidate()
    {
        Observer.Invalidated();
        Clear();
    }

    /// <summary>A broken connection was seen: no earlier success counts, every connection is checked again.</summary>
    public void Distrust() => Health.Distrust();

    /// <summary>An error came out of a holder's work: what it says of the pool's other connections is heeded.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="isReading">Whether writing was refused to the holder anyhow.</param>
    public void Met(Exception exception, bool isReading)
    {
        switch (Provider.Classify(exception))
        {
            case DatabaseErrorKind.ConnectionBroken:
                Distrust();
                break;
            case DatabaseErrorKind.NotPrimary when !isReading:
                // The idle connections lead there too, and answer every check.
                Distrust();
                Health.Clear(LeaveServer, NowMs, evenIfJustDone: false);
                break;
        }
    }

    /// <summary>Has the driver learn the database's types again, for what is leased from now on.</summary>
    public async Task ReloadTypesAsync(CancellationToken cancellationToken)
    {
        foreach (var driver in Overflow is null ? [Guaranteed] : (DriverPool[])[Guaranteed, Overflow])
        {
            await EnlistedSlots.Outside(() => driver.ReloadTypesAsync(cancellationToken)).ConfigureAwait(false);
        }
    }

    private void LeaveServer()
    {
        Observer.Invalidated();
        Guaranteed.LeaveServer();
        Overflow?.LeaveServer();
    }

    // Numbers are used again, so there are never more than the most places there were at once.
    private void MakeSlots()
    {
        _guaranteedSlots = Grown(_guaranteedSlots, Options.Size, 0, Guaranteed);
        _overflowSlots = Grown(_overflowSlots, Options.MaxOverflow, Gate.FirstOverflow, Overflow ?? Guaranteed);
        Slots = [.. _guaranteedSlots, .. _overflowSlots];
    }

    private LeaseSlot[] Grown(LeaseSlot[] slots, int count, int first, DriverPool driver)
        => slots.Length >= count
            ? slots
            : [.. slots, .. Enumerable.Range(slots.Length, count - slots.Length)
                .Select(index => new LeaseSlot(this, first + index, driver))];

    public async ValueTask DisposeAsync()
    {
        await Guaranteed.DisposeAsync().ConfigureAwait(false);
        if (Overflow is not null)
        {
            await Overflow.DisposeAsync().ConfigureAwait(false);
        }
    }
}
