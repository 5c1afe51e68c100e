using Leasehold.Durable;

namespace Leasehold.Scenarios.Soak.Applications;

/// <summary>A durable operation whose call takes a moment and sometimes does not say what became of it.</summary>
internal sealed class SoakOperation : DurableOperation<int, int, bool>
{
    public const string Kind = "soak.note";

    public override async Task<CallOutcome<int>> CallAsync(DurableCall<int> call, CancellationToken cancellationToken)
    {
        await Task.Delay(5, cancellationToken);
        return call.Args % 10 == 0 ? throw new IOException("The line is dead.") : CallOutcome<int>.FromReply(1);
    }

    public override async Task<bool> SaveAsync(
        Session session, DurableCall<int> call, CallOutcome<int> outcome, CancellationToken cancellationToken)
    {
        await SoakSql.UpdateAsync(session.Connection, session.Transaction, call.Args, cancellationToken);
        return true;
    }

    public override Task<Reconciled<int>> ReconcileAsync(DurableCall<int> call, CancellationToken cancellationToken)
        => Task.FromResult(Reconciled<int>.FromReply(1));

    public override Task AbandonAsync(
        Session session, AbandonedCall<int> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
