namespace Leasehold.Flows;

/// <summary>What a flow is doing besides holding leases, for those who look at it.</summary>
internal interface IFlowActivity
{
    /// <summary>The target of the outbound call it waits for; null when it waits for none.</summary>
    string? ExternalCall { get; }
}
