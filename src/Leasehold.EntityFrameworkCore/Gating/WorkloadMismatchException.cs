namespace Leasehold.EntityFrameworkCore;

/// <summary>A pooled context was used in a flow of another workload than its factory is for.</summary>
public sealed class WorkloadMismatchException : LeaseholdException
{
    private const string Page = "https://github.com/leasehold/leasehold/blob/main/docs/errors/workload-mismatch.md";

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public WorkloadMismatchException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public WorkloadMismatchException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = Page;

    /// <summary>Which contexts, and which flow.</summary>
    /// <param name="context">The context type's name.</param>
    /// <param name="contextWorkload">The workload the factory's contexts lease from.</param>
    /// <param name="flow">The flow that used one.</param>
    public WorkloadMismatchException(string context, Workload contextWorkload, Flow flow)
        : this(Describe(context, contextWorkload, flow))
    {
        Context = context;
        ContextWorkload = contextWorkload;
        FlowWorkload = flow.Workload;
    }

    /// <summary>The context type's name; empty when that was not told.</summary>
    public string Context { get; } = "";

    /// <summary>The workload the factory's contexts lease from; null when that was not told.</summary>
    public Workload? ContextWorkload { get; }

    /// <summary>The workload of the flow that used one; null when that was not told.</summary>
    public Workload? FlowWorkload { get; }

    private static string Describe(string context, Workload workload, Flow flow)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(flow);
        return $"The pooled contexts of {context} lease from pool '{workload.Name}', but flow '{flow.Name}' has "
            + $"workload '{flow.Workload.Name}'. A pooled context keeps its connection: give each workload a factory "
            + "of its own (UseLeasehold with a workload), or do not pool the context.";
    }
}
