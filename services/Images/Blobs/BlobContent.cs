namespace Leasehold.Images.Blobs;

/// <summary>A blob that is being read; whoever opened it disposes of it.</summary>
internal sealed record BlobContent(Stream Stream, long Length) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
