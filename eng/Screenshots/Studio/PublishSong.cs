using System.Diagnostics.CodeAnalysis;
using Leasehold.Durable;

namespace Leasehold.Screenshots.Studio;

/// <summary>An operation whose other side cannot be reached.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the container.")]
internal sealed class PublishSong : DurableOperation<string, string, string>
{
    public const string Kind = "song.publish";

    public override Task<CallOutcome<string>> CallAsync(
        DurableCall<string> call, CancellationToken cancellationToken)
        => Task.FromResult(CallOutcome<string>.Unknown("the distributor did not answer within 30 s"));

    public override Task<string> SaveAsync(
        Session session, DurableCall<string> call, CallOutcome<string> outcome, CancellationToken cancellationToken)
        => Task.FromResult(call.Args);

    public override async Task<Reconciled<string>> ReconcileAsync(
        DurableCall<string> call, CancellationToken cancellationToken)
        => await CallAsync(call, cancellationToken);

    public override Task AbandonAsync(
        Session session, AbandonedCall<string> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
