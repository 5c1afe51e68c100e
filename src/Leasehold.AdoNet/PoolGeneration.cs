using System.Data;
using System.Data.Common;

namespace Leasehold.AdoNet;

/// <summary>One pool of the driver: all connections made with one text.</summary>
/// <remarks>
/// Clearing retires it. What is busy then comes back to a pool that nobody uses any more, and is closed there: not
/// every driver does so by itself when its pool is cleared (Firebird's does not). Closing talks to the server, which
/// may have fallen silent, so it is done elsewhere, by one thread at a time.
/// </remarks>
internal sealed class PoolGeneration
{
    private readonly DbProviderFactory _factory;
    private readonly string _text;
    private readonly Action<DbConnection>? _clear;
    private readonly StateChangeEventHandler _onStateChange;

    // Guards the four below.
    private readonly Lock _lock = new();
    private Task _closing = Task.CompletedTask;
    private bool _isRetired;
    private bool _closeAgain;
    private int _open;

    public PoolGeneration(DbProviderFactory factory, string text, Action<DbConnection>? clear)
    {
        _factory = factory;
        _text = text;
        _clear = clear;
        _onStateChange = OnStateChange;
    }

    public DbConnection Create()
    {
        var connection = NewConnection();
        if (_clear is not null)
        {
            connection.StateChange += _onStateChange;
        }

        return connection;
    }

    /// <summary>Closes what is idle; called at the start too, so that a wrong delegate is found there.</summary>
    public void TryClear()
    {
        if (_clear is not null)
        {
            using var any = NewConnection();
            _clear(any);
        }
    }

    /// <summary>Makes it the present one again, if nothing of it is open, idle or busy.</summary>
    public bool TryRevive()
    {
        lock (_lock)
        {
            if (_clear is null || _open > 0 || !_closing.IsCompleted)
            {
                return false;
            }

            _isRetired = false;
            return true;
        }
    }

    /// <summary>Closes idle connections now and busy ones when they come back.</summary>
    /// <returns>Ends when the idle ones are closed.</returns>
    public Task RetireAsync()
    {
        lock (_lock)
        {
            _isRetired = true;
            return CloseIdle();
        }
    }

    private DbConnection NewConnection()
    {
        var connection = _factory.CreateConnection()
            ?? throw new NotSupportedException($"{_factory.GetType().Name} makes no connections.");
        connection.ConnectionString = _text;
        return connection;
    }

    private void OnStateChange(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState == ConnectionState.Open)
        {
            lock (_lock)
            {
                _open++;
            }
        }
        else if (change.CurrentState == ConnectionState.Closed
            && change.OriginalState is ConnectionState.Open or ConnectionState.Broken)
        {
            lock (_lock)
            {
                _open--;
                if (_isRetired)
                {
                    _ = CloseIdle();
                }
            }
        }
    }

    /// <summary>Starts closing, or lets the thread that does so go round once more; under the lock.</summary>
    private Task CloseIdle()
    {
        if (_clear is not null)
        {
            _closeAgain = true;
            if (_closing.IsCompleted)
            {
                _closing = Task.Run(CloseWhatIsIdle);
            }
        }

        return _closing;
    }

    private void CloseWhatIsIdle()
    {
        while (true)
        {
            lock (_lock)
            {
                if (!_closeAgain || !_isRetired)
                {
                    return;
                }

                _closeAgain = false;
            }

            TryClear();
        }
    }
}
