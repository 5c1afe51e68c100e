namespace Leasehold.Durable;

/// <summary>This instance's claim on one operation while it runs it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Claim(Guid id, long epoch, long claimedAt)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFenced;
    private DurableProgress? _progress;

    public Guid Id => id;

    public long Epoch => epoch;

    /// <summary>A timestamp of this process from before it was made: it lasts at least from then on.</summary>
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

    /// <summary>Notes how far its call is; the latest word counts.</summary>
    public void Report(DurableProgress progress) => Volatile.Write(ref _progress, progress);

    /// <summary>The latest word that was not taken yet.</summary>
    public DurableProgress? TakeProgress() => Interlocked.Exchange(ref _progress, null);

    /// <summary>Takes back a word that could not be written, unless there is a later one.</summary>
    public void GiveBack(DurableProgress progress) => Interlocked.CompareExchange(ref _progress, progress, null);

    public void End() => _ended.TrySetResult();
}
