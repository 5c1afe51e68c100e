using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace Leasehold.AspNetCore.Tests;

/// <summary>Methods that tell their flow, a stream that holds a connection, and one that calls out.</summary>
[Workload("Background")]
public sealed class OrdersHub(ConnectionPools pools, OrdersHubCalls calls) : Hub
{
    public static string FlowNow => $"{Flow.Current?.Name} {Flow.Current?.Workload.Name}";

    public override Task OnConnectedAsync()
    {
        calls.ConnectedIn = FlowNow;
        return base.OnConnectedAsync();
    }

    public string Tell() => FlowNow;

    [Workload("Batch")]
    public string TellOfBatch() => FlowNow;

    public async IAsyncEnumerable<string> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await pools.Background.LeaseAsync(cancellationToken);
#pragma warning disable LH0009 // What a stream holds while it is read is what is looked at.
        yield return FlowNow;
        await Task.Yield();
        yield return $"{FlowNow} {Flow.Current?.HeldLeases}";
#pragma warning restore LH0009
        await calls.Watched.Task.WaitAsync(cancellationToken);
    }

    public async Task<bool> Call(Uri target)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(target, Context.ConnectionAborted);
        return answer.IsSuccessStatusCode;
    }
}
