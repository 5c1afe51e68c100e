using Leasehold.Durable;
using Leasehold.Images.Batches;
using Leasehold.Images.Blobs;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.Images.Processing;
using Leasehold.Images.Schema;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Images.Tasks;

/// <summary>POST /{task_id}/retry: the same work once more, as a new operation under the same task id.</summary>
internal sealed class RetryEndpoint(
    ConnectionPools pools,
    ServiceDatabase database,
    DurableOperations durable,
    ProcessOperation operation,
    BatchRunner batches,
    IBlobStore blobs,
    TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, [FromRoute(Name = "task_id")] string taskId)
    {
        var token = context.RequestAborted;
        var failed = await FindAsync(context, taskId);
        if (failed is null)
        {
            return Refusals.ImageNotFound.ToResult();
        }

        if (failed.Status == ImageStates.Failed && failed.SourceKey is { } source && !await IsThereAsync(source, token))
        {
            return Refusals.SourceGone.ToResult();
        }

        var again = failed.Again(time.NewOperation(), time.NowUs());
        var isOurs = failed.Status == ImageStates.Failed && await pools.InSessionAsync(
            (session, cancel) => ReplaceAsync(session, failed, again, cancel), token);
        if (!isOurs)
        {
            // Whoever was quicker has begun it.
            var now = await FindAsync(context, taskId);
            return Refusals.NotFailed(now?.Status ?? ImageStates.Pending).ToResult();
        }

        if (again.Batch is null)
        {
            durable.Wake();
        }
        else
        {
            batches.Wake();
        }

        return ImageReply.Accepted(context, again);
    }

    // All of the row: the new one is a copy.
    private Task<ImageRow?> FindAsync(HttpContext context, string taskId)
    {
        if (!TaskIds.TryRead(taskId, out var id))
        {
            return Task.FromResult<ImageRow?>(null);
        }

        var tenant = context.GetTenant();
        return database.ReadAsync(pools, (db, token) => db.FindNewestAsync(tenant, id, token), context.RequestAborted);
    }

    // The failed row goes in the same transaction: of two callers one finds it, and a batch still has as many items.
    private async Task<bool> ReplaceAsync(
        Session session, ImageRow failed, ImageRow again, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        if (await ImageStatements.DeleteFailedAsync(db, failed.Id, cancellationToken) != 1)
        {
            return false;
        }

        await ImageStatements.InsertAsync(db, again, cancellationToken);

        // An item of a batch is its own queue: the runner begins it.
        if (again.Batch is null)
        {
            var start = new DurableStart<ProcessArgs>(ProcessArgs.Of(again)) { Id = again.OperationId };
            await durable.AddAsync(session, operation, start, cancellationToken: cancellationToken);
        }

        return true;
    }

    private async Task<bool> IsThereAsync(string key, CancellationToken cancellationToken)
    {
        var blob = await blobs.OpenAsync(key, cancellationToken);
        if (blob is not null)
        {
            await blob.DisposeAsync();
        }

        return blob is not null;
    }
}
