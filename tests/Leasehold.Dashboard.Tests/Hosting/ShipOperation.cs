using System.Diagnostics.CodeAnalysis;
using Leasehold.Durable;

namespace Leasehold.Dashboard.Tests.Hosting;

/// <summary>An operation whose other side cannot be reached until the test says so.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the container.")]
internal sealed class ShipOperation : DurableOperation<string, string, string>
{
    public const string Trouble = "the carrier's service does not answer";

    private volatile bool _isReachable;

    public bool IsReachable
    {
        get => _isReachable;
        set => _isReachable = value;
    }

    public override Task<CallOutcome<string>> CallAsync(
        DurableCall<string> call, CancellationToken cancellationToken)
        => Task.FromResult(Outcome());

    public override Task<string> SaveAsync(
        Session session, DurableCall<string> call, CallOutcome<string> outcome, CancellationToken cancellationToken)
        => Task.FromResult(call.Args);

    public override Task<Reconciled<string>> ReconcileAsync(
        DurableCall<string> call, CancellationToken cancellationToken)
        => Task.FromResult<Reconciled<string>>(Outcome());

    public override Task AbandonAsync(
        Session session, AbandonedCall<string> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;

    private CallOutcome<string> Outcome() => IsReachable ? "shipped" : CallOutcome<string>.Unknown(Trouble);
}
