using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Leasehold.Images.Blobs;

/// <summary>Azure Blob Storage. A blob is there once its upload has ended, or not at all.</summary>
internal sealed class AzureBlobStore(BlobContainerClient container) : IBlobStore, IDisposable
{
    private readonly SemaphoreSlim _creating = new(1);
    private volatile bool _isThere;

    public async Task WriteAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        await EnsureContainerAsync(cancellationToken);
        await container.GetBlobClient(key).UploadAsync(content, overwrite: true, cancellationToken);
    }

    public async Task<BlobContent?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await container.GetBlobClient(key)
                .DownloadStreamingAsync(cancellationToken: cancellationToken);
            return new BlobContent(blob.Value.Content, blob.Value.Details.ContentLength);
        }
        catch (RequestFailedException problem) when (problem.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
        => container.GetBlobClient(key).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public async IAsyncEnumerable<BlobEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await EnsureContainerAsync(cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(
            BlobTraits.None, BlobStates.None, prefix: null, cancellationToken))
        {
            if (BlobKey.IsOne(blob.Name) && blob.Properties.LastModified is { } writtenAt)
            {
                yield return new BlobEntry(blob.Name, writtenAt);
            }
        }
    }

    public void Dispose() => _creating.Dispose();

    // At the first use, not at the start: a store that is away must not keep the service down.
    private async Task EnsureContainerAsync(CancellationToken cancellationToken)
    {
        if (_isThere)
        {
            return;
        }

        await _creating.WaitAsync(cancellationToken);
        try
        {
            if (!_isThere)
            {
                await CreateAsync(cancellationToken);
                _isThere = true;
            }
        }
        finally
        {
            _creating.Release();
        }
    }

    // A signature that may write blobs often may not create containers: then it is taken as it is, and a missing one
    // shows at the blob.
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException problem) when (problem.Status == StatusCodes.Status403Forbidden)
        {
            // Said nowhere: it is how such a store is meant to be used.
        }
    }
}
