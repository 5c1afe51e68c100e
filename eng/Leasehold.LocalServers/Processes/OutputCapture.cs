namespace Leasehold.LocalServers.Processes;

/// <summary>Keeps the last lines of a process's output, and wakes who waits for one of them.</summary>
internal sealed class OutputCapture(int maxLines)
{
    private readonly Lock _lock = new(); // guards every field below
    private readonly Queue<string> _lines = new();
    private readonly List<LineWaiter> _waiters = [];
    private bool _ended;

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > maxLines)
            {
                _lines.Dequeue();
            }

            foreach (var waiter in _waiters)
            {
                waiter.Offer(line);
            }

            _waiters.RemoveAll(static waiter => waiter.Line.IsCompleted);
        }
    }

    /// <summary>The process is over: who still waits gets null.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (var waiter in _waiters)
            {
                waiter.GiveUp();
            }

            _waiters.Clear();
        }
    }

    /// <summary>The first line, past or future, that matches; null when the process ends before.</summary>
    public Task<string?> WaitAsync(Func<string, bool> matches)
    {
        lock (_lock)
        {
            if (_lines.FirstOrDefault(matches) is { } seen)
            {
                return Task.FromResult<string?>(seen);
            }

            if (_ended)
            {
                return Task.FromResult<string?>(null);
            }

            var waiter = new LineWaiter(matches);
            _waiters.Add(waiter);
            return waiter.Line;
        }
    }
}
