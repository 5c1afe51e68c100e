namespace Leasehold.Durable;

/// <summary>This instance's hold on one operation while it runs it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RunLease(Guid id, long epoch, long claimedAt)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFenced;

    public Guid Id => id;

    public long Epoch => epoch;

    /// <summary>A timestamp of this process from before the claim: the lease lasts at least from then on.</summary>
    public long ClaimedAt => claimedAt;

    public Task Ended => _ended.Task;

    /// <summary>
    /// Whether a session of the run has its row locked, so that a heartbeat would wait for it, and the others with it.
    /// </summary>
    public bool IsFenced
    {
        get => _isFenced;
        set => _isFenced = value;
    }

    public void End() => _ended.TrySetResult();
}
