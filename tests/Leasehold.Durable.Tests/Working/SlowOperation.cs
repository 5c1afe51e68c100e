namespace Leasehold.Durable.Tests.Working;

/// <summary>An operation of another kind, whose calls last until the test says otherwise.</summary>
public sealed class SlowOperation : DurableOperation<int, string, string>
{
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _most;

    /// <summary>How many calls run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>How many ran at a time at the most.</summary>
    public int Most => Volatile.Read(ref _most);

    public void Answer() => _mayAnswer.TrySetResult();

    public override async Task<CallOutcome<string>> CallAsync(
        DurableCall<int> call, CancellationToken cancellationToken)
    {
        var running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        await _mayAnswer.Task.WaitAsync(cancellationToken);
        Interlocked.Decrement(ref _running);
        return "done";
    }

    public override Task<string> SaveAsync(
        Session session, DurableCall<int> call, CallOutcome<string> outcome, CancellationToken cancellationToken)
        => Task.FromResult("done");

    public override Task<Reconciled<string>> ReconcileAsync(DurableCall<int> call, CancellationToken cancellationToken)
        => Task.FromResult(Reconciled<string>.FromReply("done"));

    public override Task AbandonAsync(
        Session session, AbandonedCall<int> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;

    private void InterlockedMax(int value)
    {
        var seen = Volatile.Read(ref _most);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref _most, value, seen);
        }
    }
}
