using Leasehold.Images.Blobs;
using Leasehold.Images.Fetching;
using Leasehold.Images.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Leasehold.Images.Uploads;

/// <summary>GET /{task_id}/source: an upload as it came, for the processor, by a signed address.</summary>
internal static class SourceEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromRoute(Name = "task_id")] string taskId,
        string? expires,
        string? signature,
        SourceLinks links,
        IBlobStore blobs)
    {
        // Forged, expired or swept: who asks is not told which.
        if (!links.IsGood(taskId, expires, signature)
            || await blobs.OpenAsync(BlobKey.OfUpload(taskId), context.RequestAborted) is not { } blob)
        {
            return Refusals.ImageNotFound.ToResult();
        }

        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        context.Response.ContentLength = blob.Length;
        return TypedResults.Stream(blob.Stream, PictureKinds.MediaType(PictureKind.Unknown));
    }
}
