using Leasehold.Images.Blobs;
using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;

namespace Leasehold.Images.Tests.Blobs;

public sealed class LocalBlobStoreTests : StoreSpecification, IDisposable
{
    private readonly TemporaryFolder _folder = new("images-tests-");

    private protected override IBlobStore Store => new LocalBlobStore(_folder.Path);

    [Theory]
    [InlineData("../outside")]
    [InlineData("uploads/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("uploads/name")]
    [InlineData("")]
    public async Task Write_KeyThatIsNone_Throws(string key)
        => await Assert.ThrowsAsync<ArgumentException>(
            () => Store.WriteAsync(key, new MemoryStream(), CancellationToken.None));

    [Fact]
    public async Task Write_Ended_LeavesNoTemporaryFile()
    {
        await Store.WriteAsync(NewKey(), new MemoryStream([1]), CancellationToken.None);

        Assert.Single(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task List_HalfWrittenFile_IsListedAndAForeignOneIsNot()
    {
        var key = NewKey();
        Directory.CreateDirectory(_folder.File("uploads"));
        await File.WriteAllBytesAsync(_folder.File($"{key}.{Guid.NewGuid():N}.tmp"), [1]);
        await File.WriteAllBytesAsync(_folder.File("notes.txt"), [1]);

        Assert.StartsWith(key, Assert.Single(await KeysAsync()), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
