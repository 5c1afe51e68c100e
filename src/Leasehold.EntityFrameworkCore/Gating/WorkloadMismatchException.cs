namespace Leasehold.EntityFrameworkCore;

/// <summary>A pooled context was used in a flow of another workload than its factory is for.</summary>
public sealed class WorkloadMismatchException : InvalidOperationException
{
    internal WorkloadMismatchException(string context, Workload workload, Flow flow)
        : base(
            $"The pooled contexts of {context} lease from pool '{workload.Name}', but flow '{flow.Name}' has workload "
            + $"'{flow.Workload.Name}'. A pooled context keeps its connection: give each workload a factory of its own "
            + "(UseLeasehold with a workload), or do not pool the context.")
    {
        Context = context;
        ContextWorkload = workload;
        FlowWorkload = flow.Workload;
        HelpLink = LeaseholdDocs.Error("workload-mismatch");
    }

    /// <summary>The context type's name.</summary>
    public string Context { get; }

    /// <summary>The workload the factory's contexts lease from.</summary>
    public Workload ContextWorkload { get; }

    /// <summary>The workload of the flow that used one.</summary>
    public Workload FlowWorkload { get; }
}
