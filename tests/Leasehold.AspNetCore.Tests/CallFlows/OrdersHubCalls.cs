namespace Leasehold.AspNetCore.Tests;

/// <summary>What the hub's calls tell the test, and wait for.</summary>
public sealed class OrdersHubCalls
{
    public string? ConnectedIn { get; set; }

    public TaskCompletionSource Watched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
