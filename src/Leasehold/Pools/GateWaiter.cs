namespace Leasehold;

/// <summary>One caller in line: a node of its queue and the signal that ends its wait.</summary>
internal sealed class GateWaiter(Gate gate, LeaseLane lane, bool blocking, Flow? flow, long since) : IDisposable
{
    // The continuation must never run on the thread that returned a connection: it would hold up that
    // caller, and under the gate's lock it could deadlock.
    private readonly TaskCompletionSource<Admission>? _task
        = blocking ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ManualResetEventSlim? _signal = blocking ? new(initialState: false) : null;
    private Admission _admission;
    private ITimer? _timer;
    private CancellationTokenRegistration _cancellation;

    public LeaseLane Lane => lane;

    /// <summary>In whose name it waits; null outside any flow.</summary>
    public Flow? Flow => flow;

    /// <summary>Since when, as a timestamp.</summary>
    public long Since => since;

    public Task<Admission> Task => _task!.Task;

    // Links and membership are guarded by the gate's lock.
    public GateWaiter? Previous { get; set; }

    public GateWaiter? Next { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>Starts the time-out and listens to the caller's token; both withdraw through the gate.</summary>
    public void Arm(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(
            static state => ((GateWaiter)state!).Withdraw(Refusal.TimedOut), this, timeout, Timeout.InfiniteTimeSpan);
        _cancellation = cancellationToken.UnsafeRegister(
            static state => ((GateWaiter)state!).Withdraw(Refusal.Cancelled), this);
    }

    public void Complete(Admission admission)
    {
        _admission = admission;
        _task?.SetResult(admission);
        _signal?.Set();
    }

    public Admission Wait()
    {
        _signal!.Wait();
        return _admission;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _cancellation.Dispose();

        // The signal is left to the collector: its setter may still be inside Set when the waiter is already awake.
    }

    private void Withdraw(Refusal refusal) => gate.Withdraw(this, refusal);
}
