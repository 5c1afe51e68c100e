using System.Globalization;
using Leasehold.Durable;

namespace Leasehold.CrashLab.Host.Journal;

/// <summary>A call to the other side, told to the job's own row.</summary>
internal abstract class LabOperation(OtherSide otherSide, string kind) : DurableOperation<int, string, string>
{
    // Above the longest that a call is on its way here.
    private static readonly TimeSpan NotFoundGrace = TimeSpan.FromSeconds(3);

    // Long enough for its progress to be written down.
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(40);

    /// <summary>Whether the other side ever answers.</summary>
    protected virtual bool IsAnswered => true;

    public override async Task<CallOutcome<string>> CallAsync(
        DurableCall<int> call, CancellationToken cancellationToken)
    {
        var end = otherSide.Call(kind, call.Id, call.SinceLastCall is null);
        try
        {
            // The note says whose progress it is.
            call.ReportProgress(0.5, call.Id.ToString("D", CultureInfo.InvariantCulture));
            await Task.Delay(Length, cancellationToken);
            return IsAnswered ? "done" : CallOutcome.Unknown<string>("no answer");
        }
        finally
        {
            end();
        }
    }

    public override Task<Reconciled<string>> ReconcileAsync(
        DurableCall<int> call, CancellationToken cancellationToken)
    {
        var hasArrived = otherSide.Ask(kind, call.Id);
        return Task.FromResult((hasArrived && IsAnswered, hasArrived, call.SinceLastCall > NotFoundGrace) switch
        {
            (true, _, _) => Reconciled<string>.FromReply("done"),
            (_, false, true) => Reconciled<string>.NeverArrived(),
            _ => Reconciled<string>.Unknown("no answer"),
        });
    }

    public override Task<string> SaveAsync(
        Session session, DurableCall<int> call, CallOutcome<string> outcome, CancellationToken cancellationToken)
        => LabJobs.EndAsync(session, call.Id, LabJobs.Done, cancellationToken);

    public override Task AbandonAsync(
        Session session, AbandonedCall<int> call, string reason, CancellationToken cancellationToken)
        => LabJobs.EndAsync(session, call.Id, LabJobs.Abandoned, cancellationToken);
}
