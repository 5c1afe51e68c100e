using Leasehold.Durable;
using Leasehold.Images.Batches;
using Leasehold.Images.Blobs;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Images.Tasks;

/// <summary>DELETE /{task_id}: the rows of the task, then what is stored for it.</summary>
internal sealed class DeleteEndpoint(
    ConnectionPools pools,
    ServiceDatabase database,
    DurableOperations durable,
    IBlobStore blobs,
    ILogger<DeleteEndpoint> logger)
{
    public async Task<IResult> HandleAsync(HttpContext context, [FromRoute(Name = "task_id")] string taskId)
    {
        if (!TaskIds.TryRead(taskId, out var id))
        {
            return Refusals.ImageNotFound.ToResult();
        }

        var tenant = context.GetTenant();
        try
        {
            var rows = await pools.InSessionAsync(
                (session, token) => DeleteAsync(session, tenant, id, token), context.RequestAborted);
            await DiscardAsync(rows);
            return rows.Count == 0 ? Refusals.ImageNotFound.ToResult() : TypedResults.NoContent();
        }
        catch (InProcessException)
        {
            return Refusals.InProcess.ToResult();
        }
    }

    /// <summary>What was deleted.</summary>
    /// <exception cref="InProcessException">The task is being processed.</exception>
    private async Task<List<ImageRow>> DeleteAsync(
        Session session, string tenant, string taskId, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var rows = await db.RowsOfTaskAsync(tenant, taskId, cancellationToken);
        foreach (var row in rows)
        {
            // What nobody has begun is cancelled with its row; a worker that is about to begin it finds neither.
            var isGone = row.Status != ImageStates.Processing
                && (row is not { Status: ImageStates.Pending, Batch: null }
                    || await durable.CancelAsync(session, row.OperationId, cancellationToken))
                && await ImageStatements.DeleteAsync(db, row.Id, row.Status, cancellationToken) == 1;
            if (!isGone)
            {
                throw new InProcessException();
            }

            if (row.Batch is { } batch)
            {
                await db.RemoveItemAsync(batch, cancellationToken);
            }
        }

        return rows;
    }

    // After the commit: a row never names a blob that is not there. What is left behind the sweep finds.
    private async Task DiscardAsync(List<ImageRow> rows)
    {
        foreach (var key in rows.SelectMany(static row => new[] { row.BlobKey, row.SourceKey }).OfType<string>())
        {
            try
            {
                await blobs.DeleteAsync(key, CancellationToken.None);
            }
            catch (Exception problem)
            {
                Log.BlobNotDeleted(logger, problem);
            }
        }
    }
}
