using System.Collections.Concurrent;

namespace Leasehold.Durable.Tests.Recurring;

/// <summary>An operation that recurs: it notes the times it was run for.</summary>
public sealed class TickOperation : DurableOperation<DateTimeOffset, string, string>
{
    public ConcurrentQueue<DateTimeOffset> Ran { get; } = new();

    public override Task<CallOutcome<string>> CallAsync(
        DurableCall<DateTimeOffset> call, CancellationToken cancellationToken)
    {
        Ran.Enqueue(call.Args);
        return Task.FromResult(CallOutcome.Succeeded("done"));
    }

    public override Task<string> SaveAsync(
        Session session,
        DurableCall<DateTimeOffset> call,
        CallOutcome<string> outcome,
        CancellationToken cancellationToken)
        => Task.FromResult("done");

    public override Task<Reconciled<string>> ReconcileAsync(
        DurableCall<DateTimeOffset> call, CancellationToken cancellationToken)
        => Task.FromResult(Reconciled<string>.FromReply("done"));

    public override Task AbandonAsync(
        Session session, AbandonedCall<DateTimeOffset> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
