using Leasehold.Images.Blobs;
using Leasehold.Images.Http;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Leasehold.Images.Read;

/// <summary>GET /{task_id}/content: the stored result, sent while no connection is held.</summary>
internal static class ContentEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "task_id")] string taskId,
        ConnectionPools pools,
        ServiceDatabase database,
        IBlobStore blobs)
    {
        var row = await ReadEndpoint.FindAsync(context, taskId, pools, database);
        if (row is null)
        {
            return Refusals.ImageNotFound.ToResult();
        }

        if (row.BlobKey is null || await blobs.OpenAsync(row.BlobKey, context.RequestAborted) is not { } blob)
        {
            return Refusals.ContentNotFound.ToResult();
        }

        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        context.Response.ContentLength = blob.Length;
        return TypedResults.Stream(blob.Stream, BlobKey.MediaTypeOf(row.BlobKey));
    }
}
