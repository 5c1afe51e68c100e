using System.Data.Common;

namespace Leasehold.Leases;

/// <summary>One free place taken by the sweep, and the connection that the driver gave it.</summary>
internal sealed class IdleVisit
{
    private readonly PoolCore _pool;
    private readonly int _place;
    private readonly long _openingAt;
    private readonly DbConnection? _connection;
    private readonly Task _opening;

    /// <summary>Begins to open; what goes wrong is for <see cref="EndAsync"/> to tell.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="place">The place, taken; the end gives it back.</param>
    /// <param name="isWanted">Whether it is to connect when there is no idle connection.</param>
    /// <param name="cancellationToken">Ends connecting.</param>
    public IdleVisit(PoolCore pool, int place, bool isWanted, CancellationToken cancellationToken)
    {
        _pool = pool;
        _place = place;
        _openingAt = pool.Time.GetTimestamp();
        IsWanted = isWanted;
        try
        {
            _connection = pool.Guaranteed.CreateConnection();
            _opening = _connection.OpenAsync(cancellationToken);
            if (_opening.IsCompletedSuccessfully)
            {
                PhysicalId = pool.Guaranteed.PhysicalId(_connection);
            }
        }
        catch (Exception exception)
        {
            // Making a connection runs the application's own code.
            _opening = Task.FromException(exception);
        }

        IsConnecting = !_opening.IsCompletedSuccessfully;
    }

    public bool IsWanted { get; }

    /// <summary>Whether the driver had no idle one.</summary>
    public bool IsConnecting { get; }

    /// <summary>The driver's name of the idle connection; 0 when it has none.</summary>
    public int PhysicalId { get; }

    /// <summary>Closes the connection if it is too old, checks it if asked for, and gives the place back.</summary>
    /// <param name="pings">Whether the server is to answer.</param>
    /// <param name="bound">In what time.</param>
    /// <returns>Why that failed; never throws.</returns>
    public async Task<Exception?> EndAsync(bool pings, TimeSpan bound)
    {
        try
        {
            await _opening.ConfigureAwait(false);
            var connection = _connection!;
            var openedIn = _pool.Time.GetElapsedTime(_openingAt);
            if (_pool.Guaranteed.Opened(connection))
            {
                await _pool.InitializeAsync(_pool.Guaranteed, connection, CancellationToken.None).ConfigureAwait(false);
            }

            if (_pool.TimesCreation)
            {
                _pool.NoteOpening(_pool.Guaranteed, connection, openedIn);
            }

            _pool.SlotOf(_place).OpenedAfter = _pool.Clearings;
            await LookAfterAsync(connection, pings, bound).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            if (!IsConnecting)
            {
                _pool.Observer.ReturnFailed(exception);
                _pool.Distrust();
                _pool.Health.Clear(_pool.Invalidate, _pool.NowMs, evenIfJustDone: false);
            }

            return IsWanted && IsConnecting ? exception : null;
        }
        finally
        {
            await LetGoAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask LookAfterAsync(DbConnection connection, bool pings, TimeSpan bound)
    {
        var driver = _pool.Guaranteed;
        var id = driver.PhysicalId(connection);
        if (id != 0)
        {
            _pool.Ages.Note(id, _pool.NowMs);
        }

        if (IsConnecting)
        {
            // Just made: alive, and as a new holder should find it.
            _pool.Health.Succeeded(driver, connection, _pool.NowMs);
        }
        else if (driver.DiscardsOne && _pool.Ages.IsOver(id, _pool.NowMs))
        {
            await driver.DiscardAsync(connection).ConfigureAwait(false);
            _pool.Ages.Remove(id);
            _pool.SlotOf(_place).OpenedAfter = -1;
        }
        else if (pings && !driver.ChecksOnOpen)
        {
            await driver.PingAsync(connection, bound).ConfigureAwait(false);
            _pool.Health.Succeeded(driver, connection, _pool.NowMs);
        }
    }

    private async ValueTask LetGoAsync()
    {
        try
        {
            if (_connection is not null)
            {
                await _connection.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            _pool.Observer.ReturnFailed(exception);
        }
        finally
        {
            _pool.Gate.PutBack(_place);
        }
    }
}
