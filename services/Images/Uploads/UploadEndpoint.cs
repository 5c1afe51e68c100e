using Leasehold.Images.Blobs;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.Images.Processing;
using Leasehold.Images.Schema;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Idempotency;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Uploads;

/// <summary>POST /upload: the file is in the blob store before any connection is asked for.</summary>
internal static class UploadEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        IBlobStore blobs,
        ProcessImage process,
        IOptions<ImagesOptions> options,
        TimeProvider time,
        ILogger<ProcessImage> logger)
    {
        if (CallerKey.TryRead(context.Request, out var key) is { } refusal)
        {
            return refusal.ToResult();
        }

        var id = time.NewOperation();
        var blobKey = BlobKey.OfUpload(ImageRow.IdOf(id));
        var form = new UploadForm(blobs, blobKey, options.Value.MaxUploadBytes);
        var isKept = false;
        try
        {
            if (await form.ReadAsync(context.Request, context.RequestAborted) is { } bad)
            {
                return bad.ToResult();
            }

            var intent = new ImageIntent(context.GetTenant(), key, form.Options)
            {
                SourceKey = blobKey,
                Fingerprint = Fingerprint.Of("upload", form.Hash!, ImageIntent.Text(form.Options) ?? ""),
            };
            var decision = await process.EnqueueAsync(intent, id, context.RequestAborted);
            isKept = decision is { IsReplay: false, Refusal: null };
            return ImageReply.Accept(context, decision);
        }
        finally
        {
            if (!isKept && form.IsStored)
            {
                await DiscardAsync(blobs, blobKey, logger);
            }
        }
    }

    private static async Task DiscardAsync(IBlobStore blobs, string key, ILogger logger)
    {
        try
        {
            await blobs.DeleteAsync(key, CancellationToken.None);
        }
        catch (Exception problem)
        {
            // The answer is right all the same.
            Log.BlobNotDeleted(logger, problem);
        }
    }
}
