namespace Leasehold.Durable;

/// <summary>Wakes the worker: now, or when something becomes due.</summary>
/// <remarks>Thread-safe; one waiter. A signal given while nobody waits is kept, and kept once.</remarks>
internal sealed class WakeSignal(TimeProvider time)
{
    private static readonly long Never = long.MaxValue;

    // Guards both fields below.
    private readonly Lock _lock = new();
    private TaskCompletionSource _signal = New();
    private long _dueAtMs = Never;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Set()
    {
        lock (_lock)
        {
            _signal.TrySetResult();
        }
    }

    /// <summary>Wakes it after a pause.</summary>
    public void SetIn(TimeSpan pause)
    {
        var dueAtMs = NowMs + (long)pause.TotalMilliseconds;
        lock (_lock)
        {
            if (dueAtMs < _dueAtMs)
            {
                // Whoever waits must learn of the shorter wait.
                _dueAtMs = dueAtMs;
                _signal.TrySetResult();
            }
        }
    }

    /// <summary>Waits for a signal, for what is due, or for the bound.</summary>
    public async Task WaitAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        Task signalled;
        lock (_lock)
        {
            var untilDue = TimeSpan.FromMilliseconds(Math.Max(0, Math.Min(_dueAtMs - NowMs, int.MaxValue)));
            if (untilDue < bound)
            {
                bound = untilDue;
                _dueAtMs = Never;
            }

            signalled = _signal.Task;
        }

        try
        {
            await signalled.WaitAsync(bound, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }

        lock (_lock)
        {
            if (_signal.Task.IsCompleted)
            {
                _signal = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
