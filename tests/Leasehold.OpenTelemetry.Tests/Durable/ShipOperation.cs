using System.Diagnostics;
using Leasehold.Durable;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>An operation whose every stage has a span of its own below that of the stage.</summary>
internal sealed class ShipOperation(ActivitySource own) : DurableOperation<string, string, string>
{
    public const string Secret = "order of hunter2";

    /// <summary>What the other side does.</summary>
    public Func<CallOutcome<string>> OnCall { get; set; } = static () => "shipped";

    /// <summary>What the other side waits for before it does it.</summary>
    public Task BeforeCall { get; set; } = Task.CompletedTask;

    public override async Task<CallOutcome<string>> CallAsync(
        DurableCall<string> call, CancellationToken cancellationToken)
    {
        using var span = own.StartActivity("in the call");
        await BeforeCall;
        return OnCall();
    }

    public override Task<string> SaveAsync(
        Session session, DurableCall<string> call, CallOutcome<string> outcome, CancellationToken cancellationToken)
    {
        using var span = own.StartActivity("in the save");
        return Task.FromResult(call.Args);
    }

    public override Task<Reconciled<string>> ReconcileAsync(
        DurableCall<string> call, CancellationToken cancellationToken)
        => Task.FromResult(Reconciled<string>.NeverArrived());

    public override Task AbandonAsync(
        Session session, AbandonedCall<string> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
