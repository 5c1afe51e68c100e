using Leasehold.Durable;

namespace Leasehold.Scenarios.Durable;

/// <summary>An operation whose call takes no time; it saves one column when it is told to.</summary>
internal sealed class NoOpOperation : DurableOperation<PaymentArgs, int, bool>
{
    public override Task<CallOutcome<int>> CallAsync(DurableCall<PaymentArgs> call, CancellationToken cancellationToken)
        => Task.FromResult(CallOutcome<int>.FromReply(1));

    public override async Task<bool> SaveAsync(
        Session session, DurableCall<PaymentArgs> call, CallOutcome<int> outcome, CancellationToken cancellationToken)
    {
        if (call.Args.Order is { } order)
        {
            await UserStatements.SaveAsync(session, order, cancellationToken);
        }

        return true;
    }

    public override Task<Reconciled<int>> ReconcileAsync(
        DurableCall<PaymentArgs> call, CancellationToken cancellationToken)
        => Task.FromResult(Reconciled<int>.FromReply(1));

    public override Task AbandonAsync(
        Session session, AbandonedCall<PaymentArgs> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
