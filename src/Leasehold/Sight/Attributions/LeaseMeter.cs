using Leasehold.Leases;

namespace Leasehold.Sight.Attributions;

/// <summary>Splits the hold time of one slot's leases into database, external and idle.</summary>
/// <remarks>
/// Thread-safe; used again for every measured lease of the slot. What was begun under an earlier lease does not count
/// for a later one: <see cref="Run"/> tells them apart.
/// </remarks>
internal sealed class LeaseMeter(LeaseSlot slot, TimeProvider time) : ILeaseMeter
{
    // Guards every field below.
    private readonly Lock _lock = new();
    private long _since;
    private long _database;
    private long _external;
    private long _idle;
    private int _run;
    private int _commands;
    private bool _isCalling;
    private bool _isRunning;
    private bool _isTold;

    public LeaseSlot Slot => slot;

    /// <summary>How many leases the measured one stands for; written before it begins.</summary>
    public int Weight { get; set; }

    public int Run
    {
        get
        {
            lock (_lock)
            {
                return _run;
            }
        }
    }

    /// <summary>Whether a command is running now; null when no one has told of any during this lease.</summary>
    public bool? IsExecuting
    {
        get
        {
            lock (_lock)
            {
                return !_isRunning || !_isTold ? null : _commands > 0;
            }
        }
    }

    /// <summary>How the lease that is out has spent its time so far; null when none is measured now.</summary>
    public LeaseTimes? SoFar
    {
        get
        {
            lock (_lock)
            {
                if (!_isRunning)
                {
                    return null;
                }

                Settle();
                return Times;
            }
        }
    }

    private LeaseTimes Times => new(Span(_database), Span(_external), Span(_idle), _isTold);

    public void Begin(bool isCalling)
    {
        lock (_lock)
        {
            (_database, _external, _idle, _commands) = (0, 0, 0, 0);
            _isCalling = isCalling;
            _isTold = slot.Driver.CommandSource is not null;
            _isRunning = true;
            _run++;
            _since = time.GetTimestamp();
        }
    }

    public LeaseTimes End()
    {
        lock (_lock)
        {
            Settle();
            _isRunning = false;
            return Times;
        }
    }

    /// <summary>A command begins.</summary>
    /// <returns>The run, to end the command with.</returns>
    public int CommandStarted()
    {
        lock (_lock)
        {
            Settle();
            _commands++;
            _isTold = true;
            return _run;
        }
    }

    public void CommandEnded(int run)
    {
        lock (_lock)
        {
            if (_isRunning && run == _run)
            {
                Settle();
                _commands = Math.Max(0, _commands - 1);
            }
        }
    }

    /// <summary>Counts a command after the fact, which was taken for idle time meanwhile.</summary>
    public void CommandWas(int run, TimeSpan duration)
    {
        lock (_lock)
        {
            if (!_isRunning || run != _run || duration <= TimeSpan.Zero)
            {
                return;
            }

            Settle();
            _isTold = true;
            var moved = Math.Min(_idle, (long)(duration.TotalSeconds * time.TimestampFrequency));
            _idle -= moved;
            _database += moved;
        }
    }

    public void CallStarted() => SetCalling(isCalling: true);

    public void CallEnded() => SetCalling(isCalling: false);

    private void SetCalling(bool isCalling)
    {
        lock (_lock)
        {
            Settle();
            _isCalling = isCalling;
        }
    }

    private void Settle()
    {
        if (!_isRunning)
        {
            return;
        }

        var now = time.GetTimestamp();
        var passed = Math.Max(0, now - _since);
        _since = now;
        if (_isCalling)
        {
            _external += passed;
        }
        else if (_commands > 0)
        {
            _database += passed;
        }
        else
        {
            _idle += passed;
        }
    }

    private TimeSpan Span(long ticks) => TimeSpan.FromSeconds((double)ticks / time.TimestampFrequency);
}
