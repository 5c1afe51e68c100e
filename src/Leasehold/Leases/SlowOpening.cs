using System.Data.Common;

namespace Leasehold.Leases;

/// <summary>One opening that connects, checks, tries again or is given up.</summary>
/// <remarks>
/// A caller that blocks takes the same road and finds every step done. When opening fails the place is freed: at
/// once, or, when the driver is still busy with an attempt that the caller gave up, as soon as the driver has let go
/// of it, since until then its own slot is taken too.
/// </remarks>
/// <param name="pool">The pool.</param>
/// <param name="slot">The place.</param>
/// <param name="limit">The acquire time-out, for the message.</param>
/// <param name="blocking">Whether to be done when it returns.</param>
/// <param name="isScout">
/// Whether the connection goes back among the driver's idle ones as soon as it is known to be good, for
/// <see cref="OwnedOpening"/> to open; the place stays taken.
/// </param>
internal sealed class SlowOpening(
    PoolCore pool, LeaseSlot slot, TimeSpan limit, bool blocking, bool isScout = false)
{
    /// <summary>
    /// A connection that failed its check is replaced by a fresh one. Twice is enough: after the first failure the
    /// pool is cleared, after the second whatever was cleared a moment ago, so the last connection is a new one and a
    /// third failure means that the server is in trouble.
    /// </summary>
    private const int MaxChecks = 3;

    /// <summary>The pause before connecting is tried again; doubled each time, up to the longest.</summary>
    private const int FirstPauseMs = 50;
    private const int LongestPauseMs = 1000;

    /// <summary>How long the driver may go on with what nobody waits for any more, beyond its own bound; a driver
    /// that has one ends before.</summary>
    private static readonly TimeSpan BeyondBound = TimeSpan.FromSeconds(4);

    private readonly int _version = slot.Version;
    private readonly PoolOptions _options = pool.Options;

    private DbConnection? _connection;
    private Task _step = Task.CompletedTask;
    private bool _isOpened;
    private bool _isChecked;
    private int _failedChecks;
    private int _failedOpens;

    // A check would undo a session that is a transaction's already, and joining comes after the check where it undoes.
    private readonly bool _joinsLater
        = slot.Joins is not null && !slot.IsTakenAgain && (isScout || slot.Driver.ResetsOnReturn);

    private long _until;
    private bool _isTimeUp;

    private long LeftMs => _until - Environment.TickCount64;

    /// <summary>Ends with the connection open, or throws with the place free.</summary>
    /// <param name="connection">The connection that is being opened; null when none is yet.</param>
    /// <param name="opening">Its opening.</param>
    /// <param name="remaining">What is left of the acquire time-out.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async ValueTask RunAsync(
        DbConnection? connection, Task? opening, TimeSpan remaining, CancellationToken cancellationToken)
    {
        var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await RunAsync(connection, opening, remaining, bound, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Dispose(bound);
        }
    }

    /// <summary>Disposes a bound: its timer has a lock, and a thread that is interrupted there has its place already.
    /// </summary>
    public static void Dispose(CancellationTokenSource bound)
    {
        try
        {
            bound.Dispose();
        }
        catch (ThreadInterruptedException)
        {
            bound.Dispose();
            Thread.CurrentThread.Interrupt();
        }
    }

    private async ValueTask RunAsync(
        DbConnection? connection,
        Task? opening,
        TimeSpan remaining,
        CancellationTokenSource bound,
        CancellationToken cancellationToken)
    {
        // At least a moment, so that an idle connection is still handed out to a caller whose turn came last minute.
        var left = remaining > TimeSpan.FromMilliseconds(1) ? remaining : TimeSpan.FromMilliseconds(1);
        _until = Environment.TickCount64 + (long)left.TotalMilliseconds;
        _connection = connection;
        _step = opening ?? Task.CompletedTask;
        var isBounded = false;
        Exception? lastError = null;
        while (true)
        {
            try
            {
                if (!isBounded)
                {
                    // Inside, since a thread may be interrupted wherever it blocks, be it for a timer's lock.
                    bound.CancelAfter(left);
                    isBounded = true;
                }

                await PauseAsync(bound.Token).ConfigureAwait(false);

                // One that was begun is under the caller's token alone: to be waited for under ours.
                _step = opening ?? BeginOpening(bound.Token);
                opening = null;
                await FinishAsync(bound.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception exception)
            {
                var isOver = _isTimeUp || bound.IsCancellationRequested || LeftMs <= 0;
                if (isOver || !MayRetry(exception))
                {
                    await GiveUpAsync().ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (isOver)
                    {
                        throw ConnectTimeoutException.After(limit, lastError ?? exception);
                    }

                    if (_isOpened && !_isChecked && exception is TimeoutException)
                    {
                        throw ConnectTimeoutException.OfChecks(MaxChecks, _options.PrePingTimeout, exception);
                    }

                    throw;
                }

                lastError = exception;
            }

            await DiscardAsync().ConfigureAwait(false);
        }
    }

    private Task BeginOpening(CancellationToken cancellationToken)
    {
        (_isOpened, _isChecked, _connection) = (false, false, null);
        _connection = slot.Driver.CreateConnection();
        slot.OpeningBegan();
        return _joinsLater ? EnlistedSlots.Outside(() => Open(cancellationToken)) : Open(cancellationToken);
    }

    private Task Open(CancellationToken cancellationToken)
    {
        if (!blocking || !slot.Driver.BoundsConnecting || LeftMs < _options.ConnectTimeout.TotalMilliseconds)
        {
            // The drivers' blocking Open takes no bound but its own, if it has one.
            return _connection!.OpenAsync(cancellationToken);
        }

        _connection!.Open();
        return Task.CompletedTask;
    }

    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        // Waited for under the token and not only given it: while they read a handshake the drivers look at neither
        // token nor time-out of ours.
        var bound = slot.Driver.BoundsConnecting ? Timeout.InfiniteTimeSpan : _options.ConnectTimeout;
        await WaitAsync(bound, cancellationToken).ConfigureAwait(false);
        _isOpened = true;
        slot.OpeningEnded();
        if (!slot.IsTakenAgain
            && pool.Health.MustPing(slot.Driver.PhysicalId(_connection!), slot.TakenAtMs))
        {
            _step = BeginCheck();
            await WaitAsync(_options.PrePingTimeout, cancellationToken).ConfigureAwait(false);
            if (isScout || !slot.Driver.ResetsOnReturn)
            {
                pool.Health.Succeeded(slot.Driver, _connection!, pool.NowMs);
            }
        }

        _isChecked = true;
        if (slot.Driver.Opened(_connection!))
        {
            _step = pool.InitializeAsync(slot.Driver, _connection!, cancellationToken);
            await WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }

        if (isScout)
        {
            slot.OpenedAfter = pool.Clearings;
            slot.NoteOpening(_connection!);
            pool.NoteAge(slot.Driver, _connection!);
            await _connection!.DisposeAsync().ConfigureAwait(false);
            return;
        }

        if (_joinsLater)
        {
            _connection!.EnlistTransaction(slot.Joins);
        }

        slot.Opened(_connection!);

        // No driver connects without taking its time, so every new one comes this way.
        pool.NoteAge(slot.Driver, _connection!);
    }

    // For a caller that blocks on a thread of its own: there may be no other to finish an asynchronous one.
    private Task BeginCheck()
    {
        var connection = _connection!;
        if (!blocking)
        {
            return slot.Driver.PingAsync(connection, _options.PrePingTimeout);
        }

        // LH0005: it is waited for, or followed until it has ended, before the connection is closed.
#pragma warning disable LH0005
        return EnlistedSlots.Outside(() => Task.Factory.StartNew(
            () => slot.Driver.Ping(connection, _options.PrePingTimeout),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
#pragma warning restore LH0005
    }

    private ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_step.IsCompleted || !blocking)
        {
            return new(_step.WaitAsync(atMost, cancellationToken));
        }

        // The thread keeps its own time: a timer would need a thread of the pool, and there may be none.
        var leftMs = LeftMs;
        var patienceMs = atMost == Timeout.InfiniteTimeSpan ? leftMs : Math.Min(leftMs, atMost.TotalMilliseconds);
        if (Task.WaitAny([_step], (int)Math.Max(0, patienceMs), cancellationToken) < 0)
        {
            _isTimeUp = patienceMs >= leftMs;
            throw new TimeoutException("The database did not answer in time.");
        }

        return new(_step);
    }

    private bool MayRetry(Exception exception)
    {
        if (exception is not (DbException or TimeoutException or OperationCanceledException or IOException)
            || IsInterrupt(exception))
        {
            return false;
        }

        if (_isOpened)
        {
            return ++_failedChecks < MaxChecks;
        }

        // An open that checks by itself may have failed on an idle connection. Otherwise the server is restarting, or
        // has no connection left for a moment, or the file is locked, or the driver has waited in vain for what another
        // of its connections does (Npgsql: reading the types); what else it says is the caller's to know.
        return (++_failedOpens == 1 && slot.Driver.ChecksOnOpen)
            || exception is TimeoutException
            || pool.Provider.Classify(exception) switch
            {
                DatabaseErrorKind.TooManyConnections or DatabaseErrorKind.Transient or DatabaseErrorKind.NotPrimary
                    => true,
                DatabaseErrorKind.ConnectionBroken or DatabaseErrorKind.CommandTimeout
                    => pool.Provider.Dialect.IsShared,
                _ => false,
            };
    }

    // A driver may dress it as an error of its own.
    private static bool IsInterrupt(Exception? exception)
        => exception is not null && (exception is ThreadInterruptedException || IsInterrupt(exception.InnerException));

    private async ValueTask DiscardAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        try
        {
            if (_isOpened || slot.Driver.ChecksOnOpen)
            {
                // A connection that failed its check but does not know that it is broken (the check ran out of time)
                // would go back among the idle ones: after a clearing the driver closes it on return instead.
                var doesNotKnow = connection.State == System.Data.ConnectionState.Open;
                pool.Health.Distrust();
                pool.Health.Clear(
                    pool.Invalidate, pool.NowMs, evenIfJustDone: doesNotKnow || _failedChecks == MaxChecks - 1);
            }

            if (!_step.IsCompleted)
            {
                // The check hangs. Its connection goes when the driver has given it up.
                // LH0005: it is nobody else's any more, and going on in the background is the point.
#pragma warning disable LH0005
                _ = LetGoLaterAsync(_step, connection);
#pragma warning restore LH0005
                return;
            }

            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch
        {
            slot.GiveUp(_version);
            throw;
        }
    }

    private async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        if (_failedOpens == 0 || _isOpened || (slot.Driver.ChecksOnOpen && _connection is not null))
        {
            return;
        }

        var pauseMs = Math.Min(FirstPauseMs << Math.Min(_failedOpens - 1, 5), LongestPauseMs);
        if (blocking)
        {
            cancellationToken.WaitHandle.WaitOne(pauseMs);
            return;
        }

        // The next attempt sees the end of the time, and says so.
        await Task.Delay(pauseMs, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Followed in the background only while the driver is still busy; else the place is back first.
    private async ValueTask GiveUpAsync()
    {
        var letGo = LetGoAndFreeAsync();
        if (_step.IsCompleted)
        {
            await letGo.ConfigureAwait(false);
        }
    }

    private async Task LetGoAndFreeAsync()
    {
        try
        {
            // The caller has its own error already; these only tell that the driver is done.
            if (_connection is { } connection)
            {
                var letGo = LetGoLaterAsync(_step, connection);
                var bound = _isOpened ? BeyondBound : _options.ConnectTimeout + BeyondBound;
                if (!letGo.IsCompleted
                    && await Task.WhenAny(letGo, Task.Delay(bound)).ConfigureAwait(false) != letGo)
                {
                    // It hangs, and its driver has no bound for it: the connection goes with the others.
                    pool.Invalidate();
                }
            }
        }
        finally
        {
            // Not gone: the place may have come with an idle connection that was not reached. Counting it as idle
            // keeps the budget right either way, and the next clearing settles it.
            slot.GiveUp(_version);
        }
    }

    private async Task LetGoLaterAsync(Task step, DbConnection connection)
    {
        await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
