using System.Globalization;
using Leasehold.Durable;

namespace Leasehold.CrashLab.Host.Journal;

/// <summary>Recurs every second, and writes a row for each.</summary>
internal sealed class TickOperation : DurableOperation<DateTimeOffset, string, string>
{
    public const string Kind = "lab.tick";

    public override Task<CallOutcome<string>> CallAsync(
        DurableCall<DateTimeOffset> call, CancellationToken cancellationToken)
        => Task.FromResult(CallOutcome.Succeeded("done"));

    public override async Task<string> SaveAsync(
        Session session,
        DurableCall<DateTimeOffset> call,
        CallOutcome<string> outcome,
        CancellationToken cancellationToken)
    {
        await LabJobs.ExecuteAsync(
            session,
            string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO lab_ticks (at_s, op) VALUES ({call.Args.ToUnixTimeSeconds()}, '{call.Id:D}')"),
            cancellationToken);
        return outcome.Reply;
    }

    public override Task<Reconciled<string>> ReconcileAsync(
        DurableCall<DateTimeOffset> call, CancellationToken cancellationToken)
        => Task.FromResult(Reconciled<string>.FromReply("done"));

    public override Task AbandonAsync(
        Session session, AbandonedCall<DateTimeOffset> call, string reason, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
