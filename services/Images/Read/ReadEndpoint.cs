using Leasehold.Durable;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.Images.Processing;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Images.Read;

/// <summary>GET /{task_id}.</summary>
internal static class ReadEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "task_id")] string taskId,
        ConnectionPools pools,
        ServiceDatabase database,
        DurableOperations durable)
    {
        var row = await FindAsync(context, taskId, pools, database);
        if (row is null)
        {
            return Refusals.ImageNotFound.ToResult();
        }

        // A worker that takes an operation writes so in the journal only; the row is written once, at its end.
        if (row is { Status: ImageStates.Pending, Batch: null }
            && await durable.FindAsync(row.OperationId, context.RequestAborted) is { Owner: not null })
        {
            row.Status = ImageStates.Processing;
        }

        return ImageReply.Answer(context, row, StatusCodes.Status200OK);
    }

    /// <summary>The newest row of a task, as far as an answer shows it or depends on it.</summary>
    public static Task<ImageRow?> FindAsync(
        HttpContext context, string taskId, ConnectionPools pools, ServiceDatabase database)
    {
        if (!TaskIds.TryRead(taskId, out var id))
        {
            return Task.FromResult<ImageRow?>(null);
        }

        return database.FindAsync(
            pools, ImagesTables.ShownImage, [context.GetTenant(), id], context.RequestAborted);
    }
}
