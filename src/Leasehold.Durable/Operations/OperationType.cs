namespace Leasehold.Durable;

/// <summary>A registered kind of operation, as the engine runs it.</summary>
internal abstract class OperationType(string kind, DurableOperationOptions options)
{
    public string Kind => kind;

    public DurableOperationOptions Options => options;

    /// <summary>Whose pool a worker runs it on.</summary>
    public Workload Workload { get; } = Workload.Named(options.Workload);

    public abstract Type ArgsType { get; }

    /// <summary>Goes on with an operation that this instance's worker has claimed; never throws.</summary>
    public abstract Task RecoverAsync(OperationRunner runner, ClaimedRow row);
}

/// <summary>A registered kind with its types.</summary>
internal sealed class OperationType<TArgs, TReply, TResult>(
    DurableOperation<TArgs, TReply, TResult> operation, string kind, DurableOperationOptions options)
    : OperationType(kind, options)
{
    public DurableOperation<TArgs, TReply, TResult> Operation => operation;

    public override Type ArgsType => typeof(TArgs);

    public override Task RecoverAsync(OperationRunner runner, ClaimedRow row)
        => runner.ContinueAsync(this, row, Workload);
}
