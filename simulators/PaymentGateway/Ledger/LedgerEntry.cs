namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>Work for the ledger's single writer; completes once it is on disk.</summary>
internal abstract class LedgerEntry
{
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Committed => _committed.Task;

    /// <summary>Needs a transaction of its own, with everything before it published.</summary>
    public virtual bool StandsAlone => false;

    /// <summary>Writes the rows, on the writer's thread, inside the open transaction.</summary>
    public abstract void Write(LedgerStatements statements, LedgerIndex index);

    /// <summary>Shows the rows to readers, on the writer's thread, after the commit.</summary>
    public virtual void Publish(LedgerIndex index)
    {
    }

    public void Complete() => _committed.TrySetResult();

    public void Fail(Exception problem) => _committed.TrySetException(problem);
}
