using Leasehold.Images.Blobs;

namespace Leasehold.Images.Tests.Blobs;

/// <summary>What every blob store does.</summary>
public abstract class StoreSpecification
{
    private protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task Open_WrittenBlob_HasItsBytes()
    {
        var key = NewKey();
        await Store.WriteAsync(key, new MemoryStream([1, 2, 3]), CancellationToken.None);

        Assert.Equal([1, 2, 3], await ReadAsync(key));
    }

    [Fact]
    public async Task Write_SameKeyTwice_IsTheSecond()
    {
        var key = NewKey();
        await Store.WriteAsync(key, new MemoryStream([1, 2, 3]), CancellationToken.None);
        await Store.WriteAsync(key, new MemoryStream([4]), CancellationToken.None);

        Assert.Equal([4], await ReadAsync(key));
    }

    [Fact]
    public async Task Write_SourceThatBreaks_LeavesNothing()
    {
        var key = NewKey();
        await using var intake = await IntakeStream.OpenAsync(
            new MemoryStream(new byte[5000]), 4000, CancellationToken.None);

        await Assert.ThrowsAnyAsync<IOException>(() => Store.WriteAsync(key, intake, CancellationToken.None));

        Assert.Null(await ReadAsync(key));
        Assert.DoesNotContain(key, await KeysAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Open_NoSuchBlob_IsNull() => Assert.Null(await ReadAsync(NewKey()));

    [Fact]
    public async Task Delete_Blob_IsGoneAndAgainDoesNothing()
    {
        var key = NewKey();
        await Store.WriteAsync(key, new MemoryStream([1]), CancellationToken.None);

        await Store.DeleteAsync(key, CancellationToken.None);
        await Store.DeleteAsync(key, CancellationToken.None);

        Assert.Null(await ReadAsync(key));
    }

    [Fact]
    public async Task List_WrittenBlobs_AreAllThere()
    {
        var keys = new[] { NewKey(), $"results/{Guid.NewGuid():N}.webp" };
        foreach (var key in keys)
        {
            await Store.WriteAsync(key, new MemoryStream([1]), CancellationToken.None);
        }

        var listed = await KeysAsync();
        Assert.All(keys, key => Assert.Contains(key, listed, StringComparer.Ordinal));
    }

    private protected static string NewKey() => BlobKey.OfUpload(Guid.NewGuid().ToString("N"));

    private protected async Task<List<string>> KeysAsync()
    {
        List<string> keys = [];
        await foreach (var blob in Store.ListAsync(CancellationToken.None))
        {
            keys.Add(blob.Key);
        }

        return keys;
    }

    private async Task<byte[]?> ReadAsync(string key)
    {
        await using var blob = await Store.OpenAsync(key, CancellationToken.None);
        if (blob is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await blob.Stream.CopyToAsync(bytes);
        Assert.Equal(blob.Length, bytes.Length);
        return bytes.ToArray();
    }
}
