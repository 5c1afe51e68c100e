namespace Leasehold.Admission;

/// <summary>One caller in line: a node of its queue and the signal that ends its wait.</summary>
internal sealed class GateWaiter(Gate gate, LeaseLane lane, bool blocking, object? tag, long since) : IDisposable
{
    // The continuation must never run on the thread that returned a connection: it would hold up that
    // caller, and under the gate's lock it could deadlock.
    private readonly TaskCompletionSource<GateAnswer>? _task
        = blocking ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ManualResetEventSlim? _signal = blocking ? new(initialState: false) : null;
    private GateAnswer _answer;
    private volatile bool _isAnswered;
    private ITimer? _timer;
    private CancellationTokenRegistration _cancellation;

    public LeaseLane Lane => lane;

    /// <summary>What the caller goes by; the gate only keeps it.</summary>
    public object? Tag => tag;

    /// <summary>Since when, as a timestamp.</summary>
    public long Since => since;

    public Task<GateAnswer> Task => _task!.Task;

    // Links and membership are guarded by the gate's lock.
    public GateWaiter? Previous { get; set; }

    public GateWaiter? Next { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>
    /// For a caller that awaits: starts the time-out and listens to its token; both withdraw through the gate.
    /// </summary>
    public void Arm(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(
            static state => ((GateWaiter)state!).Withdraw(Refusal.TimedOut), this, timeout, Timeout.InfiniteTimeSpan);
        _cancellation = cancellationToken.UnsafeRegister(
            static state => ((GateWaiter)state!).Withdraw(Refusal.Cancelled), this);
    }

    public void Complete(GateAnswer answer)
    {
        _answer = answer;
        _isAnswered = true;
        _task?.SetResult(answer);
        try
        {
            _signal?.Set();
        }
        catch (ThreadInterruptedException)
        {
            // Whoever gives the answer was meant, not whoever waits for it.
            _signal!.Set();
            Thread.CurrentThread.Interrupt();
        }
    }

    /// <summary>Blocks until its turn comes or the time is up.</summary>
    /// <remarks>
    /// The thread keeps its own time: a timer would need a thread of the pool, and there may be none when many block.
    /// </remarks>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted; the place is not kept.</exception>
    public GateAnswer Wait(TimeSpan timeout)
    {
        try
        {
            if (_signal!.Wait(timeout))
            {
                return _answer;
            }
        }
        catch (ThreadInterruptedException)
        {
            Abandon();
            throw;
        }

        Withdraw(Refusal.TimedOut);
        return Settled();
    }

    /// <summary>Leaves the line; a place that was given meanwhile goes back.</summary>
    public void Abandon()
    {
        Withdraw(Refusal.Cancelled);
        var answer = Settled();
        if (answer.IsAdmitted)
        {
            gate.Leave(answer.Place, connectionIsGone: false);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _cancellation.Dispose();

        // The signal is left to the collector: its setter may still be inside Set when the waiter is already awake.
    }

    // Out of the line, so the answer is there, or in the hands of a thread that is about to give it.
    private GateAnswer Settled()
    {
        var spin = default(SpinWait);
        while (!_isAnswered)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        return _answer;
    }

    private void Withdraw(Refusal refusal) => gate.Withdraw(this, refusal);
}
