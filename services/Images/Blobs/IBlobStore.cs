namespace Leasehold.Images.Blobs;

/// <summary>Where bytes are kept: a disk or a cloud. Never used while a connection is held.</summary>
internal interface IBlobStore
{
    /// <summary>Writes a blob, all of it or nothing, in place of an earlier one.</summary>
    Task WriteAsync(string key, Stream content, CancellationToken cancellationToken);

    /// <summary>Opens a blob; null when there is none.</summary>
    Task<BlobContent?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes a blob, if it is there.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Every blob, in no order.</summary>
    IAsyncEnumerable<BlobEntry> ListAsync(CancellationToken cancellationToken);
}
