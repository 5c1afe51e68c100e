namespace Leasehold.AspNetCore;

/// <summary>Names the workload a controller or an action leases from.</summary>
/// <param name="name">The name, as in <c>Leasehold:Pools:{name}</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class WorkloadAttribute(string name) : Attribute, IWorkloadMetadata
{
    /// <summary>The name, as in <c>Leasehold:Pools:{name}</c>.</summary>
    public string Name => Workload.Name;

    /// <inheritdoc/>
    public Workload Workload { get; } = Workload.Named(name);
}
