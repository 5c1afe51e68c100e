namespace Leasehold.AspNetCore;

/// <summary>Endpoint metadata that names the workload an endpoint leases from.</summary>
public interface IWorkloadMetadata
{
    /// <summary>The workload.</summary>
    Workload Workload { get; }
}
