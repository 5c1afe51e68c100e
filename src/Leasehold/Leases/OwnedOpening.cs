using System.Data;
using System.Data.Common;

namespace Leasehold.Leases;

/// <summary>The opening of a connection object that belongs to someone who opens it again and again.</summary>
/// <remarks>
/// While a driver is busy with a connection nobody can close it or put another in its place: who owns it would have to
/// wait for as long as the driver does. So what may take its time, connecting and checking, is done on a connection of
/// the pool's own, a scout, which can be left to the driver and replaced. It goes back among the idle ones, and the
/// owner's is opened once an idle one is known to be good, which takes no time.
/// </remarks>
internal sealed class OwnedOpening(PoolCore pool, LeaseSlot slot, TimeSpan limit, bool blocking)
{
    /// <summary>How often the owner's may fail after a scout: someone else may have taken the idle one.</summary>
    private const int MaxFailures = 3;

    private readonly int _version = slot.Version;
    private readonly DbConnection _connection = slot.CallersConnection!;
    private readonly long _startedAtMs = pool.NowMs;
    private long _until;
    private bool _isBounded;
    private bool _isScouted;
    private int _failures;

    private TimeSpan Left => TimeSpan.FromMilliseconds(_until - Environment.TickCount64);

    /// <inheritdoc cref="LeaseSlot.OpenAsync"/>
    public static ValueTask OpenAsync(
        PoolCore pool,
        LeaseSlot slot,
        TimeSpan remaining,
        TimeSpan limit,
        bool blocking,
        CancellationToken cancellationToken)
    {
        // The usual case: the place's connection is idle, and has answered a moment ago.
        Task? opening = null;
        if (!blocking && slot.Joins is null && HasIdle(pool, slot) && remaining >= pool.Options.ConnectTimeout)
        {
            try
            {
                slot.OpeningBegan();
                var connection = slot.CallersConnection!;
                opening = connection.OpenAsync(cancellationToken);
                if (opening.IsCompletedSuccessfully
                    && !pool.Health.MustPing(slot.Driver.PhysicalId(connection), slot.TakenAtMs)
                    && !slot.Driver.Opened(connection))
                {
                    slot.OpeningEnded();
                    slot.Opened(connection);
                    return default;
                }
            }
            catch (Exception exception)
            {
                opening = Task.FromException(exception);
            }
        }

        return new OwnedOpening(pool, slot, limit, blocking).RunAsync(opening, remaining, cancellationToken);
    }

    // As far as is known. One that is too old the driver would close, and connect anew.
    private static bool HasIdle(PoolCore pool, LeaseSlot slot)
        => slot.OpenedAfter == pool.Clearings
            && !(slot.Driver.DiscardsOne && pool.Ages.MayBeOver(slot.TakenAtMs));

    private async ValueTask RunAsync(Task? opening, TimeSpan remaining, CancellationToken cancellationToken)
    {
        _until = Environment.TickCount64 + (long)Math.Max(1, remaining.TotalMilliseconds);
        var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            _isScouted = opening is null && !slot.IsTakenAgain && !HasIdle(pool, slot);
            if (_isScouted)
            {
                await ScoutAsync(cancellationToken).ConfigureAwait(false);
            }

            while (!await TryOpenAsync(opening, bound, cancellationToken).ConfigureAwait(false))
            {
                opening = null;
                _isScouted = true;
                await ScoutAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            SlowOpening.Dispose(bound);
        }
    }

    // When it fails, the place is free.
    private ValueTask ScoutAsync(CancellationToken cancellationToken)
        => new SlowOpening(pool, slot, limit, blocking, isScout: true)
            .RunAsync(null, null, Left, cancellationToken);

    // False when it is closed again, since it is to be checked first; throws with the place free.
    private async ValueTask<bool> TryOpenAsync(
        Task? opening, CancellationTokenSource bound, CancellationToken cancellationToken)
    {
        try
        {
            if (!_isBounded)
            {
                // Inside, since a thread may be interrupted at a timer's lock.
                bound.CancelAfter(Left > TimeSpan.Zero ? Left : TimeSpan.FromMilliseconds(1));
                _isBounded = true;
            }

            // Some drivers hand out the one that came back last, some the oldest: then the others go back to the end.
            for (var turns = _isScouted ? pool.Slots.Length : 0; turns >= 0; turns--)
            {
                await (opening ?? Begin(bound.Token)).ConfigureAwait(false);
                opening = null;
                slot.OpeningEnded();
                if (await IsFitAsync(isLast: _isScouted && turns == 0, bound.Token).ConfigureAwait(false))
                {
                    Use();
                    return true;
                }

                await CloseAsync().ConfigureAwait(false);
            }

            return false;
        }
        catch (Exception exception)
        {
            await GiveBackAsync().ConfigureAwait(false);
            var isOver = bound.IsCancellationRequested || Left <= TimeSpan.Zero;
            if (!isOver && !slot.IsTakenAgain && exception is DbException or TimeoutException or IOException
                && (!_isScouted || ++_failures < MaxFailures))
            {
                return false;
            }

            slot.GiveUp(_version);
            cancellationToken.ThrowIfCancellationRequested();
            if (isOver)
            {
                throw ConnectTimeoutException.After(limit, exception);
            }

            throw;
        }
    }

    private Task Begin(CancellationToken cancellationToken)
    {
        slot.OpeningBegan();

        // It joins once it is known to be good: closed again, it would be kept for the transaction.
        return slot.Joins is not null && !slot.IsTakenAgain
            ? EnlistedSlots.Outside(() => Open(cancellationToken))
            : Open(cancellationToken);
    }

    private Task Open(CancellationToken cancellationToken)
    {
        if (!blocking || !slot.Driver.BoundsConnecting || Left < pool.Options.ConnectTimeout)
        {
            // Only where someone else took the idle one does it connect; the driver's blocking Open takes no bound.
            return _connection.OpenAsync(cancellationToken);
        }

        _connection.Open();
        return Task.CompletedTask;
    }

    private async ValueTask<bool> IsFitAsync(bool isLast, CancellationToken cancellationToken)
    {
        if (slot.IsTakenAgain)
        {
            return true;
        }

        var id = slot.Driver.PhysicalId(_connection);
        if (pool.Health.MustPing(id, pool.NowMs, _isScouted ? _startedAtMs : null))
        {
            if (id != 0 && !isLast)
            {
                return false;
            }

            // It could not be known again, or never meets the pool's own: it was made before the driver's source was
            // exchanged. Checked here, by a driver that keeps to the time-out.
            if (blocking)
            {
                EnlistedSlots.Outside(() =>
                {
                    slot.Driver.Ping(_connection, pool.Options.PrePingTimeout);
                    return true;
                });
            }
            else
            {
                await slot.Driver.PingAsync(_connection, pool.Options.PrePingTimeout).ConfigureAwait(false);
            }
        }

        if (slot.Driver.Opened(_connection))
        {
            await pool.InitializeAsync(slot.Driver, _connection, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private void Use()
    {
        if (slot.Joins is not null && !slot.IsTakenAgain)
        {
            _connection.EnlistTransaction(slot.Joins);
        }

        slot.Opened(_connection);
        pool.NoteAge(slot.Driver, _connection);
    }

    private async ValueTask GiveBackAsync()
    {
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            pool.Observer.ReturnFailed(exception);
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_connection.State == ConnectionState.Closed)
        {
            return;
        }

        if (blocking)
        {
            _connection.Close();
        }
        else
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }
}
