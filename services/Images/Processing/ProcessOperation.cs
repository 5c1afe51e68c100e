using Leasehold.Durable;
using Leasehold.Images.Blobs;
using Leasehold.Images.Images;
using Leasehold.Images.Processor;
using Leasehold.Images.Schema;
using Leasehold.Images.Uploads;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Processing;

/// <summary>Having a picture processed, as an operation that survives its process.</summary>
internal sealed class ProcessOperation(
    ServiceDatabase database,
    ProcessorClient processor,
    ResultDownload results,
    SourceLinks links,
    IOptions<StorageOptions> storage,
    TimeProvider time,
    IHostEnvironment environment,
    ILogger<ProcessOperation> logger)
    : DurableOperation<ProcessArgs, ProcessorReply, Decision>
{
    /// <summary>Never changed: the journal stores it.</summary>
    public const string Kind = "image.process";

    private readonly LogLevel _level = environment.IsDevelopment() ? LogLevel.Information : LogLevel.Debug;

    public override async Task<CallOutcome<ProcessorReply>> CallAsync(
        DurableCall<ProcessArgs> call, CancellationToken cancellationToken)
    {
        var id = ImageRow.IdOf(call.Id);
        var source = call.Args.Url ?? links.For(call.Args.SourceKey is { } key ? BlobKey.TaskOf(key) : id);
        var outcome = await processor.ProcessAsync(id, source, call.Args.Options, cancellationToken);
        if (outcome.Kind != CallOutcomeKind.Succeeded || !storage.Value.KeepsResults)
        {
            return outcome;
        }

        // Before stage 3: a row never names a blob that is not there. The other way round, the sweep finds it.
        var kept = await results.KeepAsync(id, outcome.Reply, cancellationToken);
        if (kept.Kind == CallOutcomeKind.Declined)
        {
            Log.ResultElsewhere(logger, id);
        }

        return kept;
    }

    public override async Task<Decision> SaveAsync(
        Session session,
        DurableCall<ProcessArgs> call,
        CallOutcome<ProcessorReply> outcome,
        CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var row = call.Args.ToRow(call.Id);
        row.UpdatedAt = time.NowUs();
        if (outcome.Kind != CallOutcomeKind.Succeeded)
        {
            Fail(row, outcome.Reason!);
        }
        else
        {
            Complete(row, outcome.Reply);
        }

        var rows = row.Status == ImageStates.Completed
            ? await ImageStatements.CompleteAsync(db, row, cancellationToken)
            : await ImageStatements.FailAsync(db, row, cancellationToken);
        if (rows == 1)
        {
            Say(row);
        }

        return Decision.Of(rows == 1 ? row : await db.FindImageAsync(row.Id, cancellationToken) ?? row);
    }

    /// <summary>
    /// A picture may be processed twice: the result is the same and replaces the first one. So there is nothing to ask.
    /// </summary>
    public override Task<Reconciled<ProcessorReply>> ReconcileAsync(
        DurableCall<ProcessArgs> call, CancellationToken cancellationToken)
        => Task.FromResult(Reconciled<ProcessorReply>.NeverArrived());

    public override async Task UnknownAsync(
        Session session,
        DurableCall<ProcessArgs> call,
        CallOutcome<ProcessorReply> outcome,
        CancellationToken cancellationToken)
    {
        Log.ProcessorAway(logger, ImageRow.IdOf(call.Id), outcome.Reason!);
        using var db = database.On(session);
        await ImageStatements.TakeAsync(db, ImageRow.IdOf(call.Id), time.NowUs(), cancellationToken);
    }

    /// <summary>Nothing was bought or moved, so an image that cannot be had processed has simply failed.</summary>
    public override async Task AbandonAsync(
        Session session, AbandonedCall<ProcessArgs> call, string reason, CancellationToken cancellationToken)
    {
        var row = new ImageRow { Id = ImageRow.IdOf(call.Id), UpdatedAt = time.NowUs() };
        Fail(row, ProcessorErrors.Away);
        Log.Abandoned(logger, row.Id, reason);
        using var db = database.On(session);
        await ImageStatements.FailAsync(db, row, cancellationToken);
    }

    // As the guide's service does: each outcome with its id, for whoever follows a picture through the log.
    private void Say(ImageRow row)
    {
        if (row.Status == ImageStates.Completed)
        {
            Log.Completed(logger, _level, row.Id, row.Width, row.Height, row.FileSize, row.ProcessingTime);
        }
        else
        {
            Log.Failed(logger, _level, row.Id, row.ErrorMessage);
        }
    }

    private static void Complete(ImageRow row, ProcessorReply reply)
    {
        row.Status = ImageStates.Completed;
        row.ProcessedUrl = reply.ProcessedUrl;
        row.BlobKey = reply.BlobKey;
        row.Width = reply.Width;
        row.Height = reply.Height;
        row.FileSize = reply.FileSize;
        row.ProcessingTime = reply.ProcessingTime;
    }

    private static void Fail(ImageRow row, string message)
    {
        row.Status = ImageStates.Failed;
        row.ErrorMessage = message;
    }
}
