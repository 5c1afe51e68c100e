using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Leasehold.Images.Blobs;

namespace Leasehold.Images.Tests.Blobs;

/// <summary>Azure Blob Storage, against Azurite where it is installed.</summary>
public sealed class AzureBlobStoreTests(AzuriteFixture azurite)
    : StoreSpecification, IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly AzureBlobStore? _store = azurite.ConnectionString is { } connectionString
        ? new(new BlobContainerClient(connectionString, "images-tests")) : null;

    private protected override IBlobStore Store
    {
        get
        {
            Assert.SkipWhen(_store is null, azurite.MissingReason ?? "");
            return _store!;
        }
    }

    [Fact]
    public async Task Write_SignatureWithoutContainerRights_TakesTheContainerAsItIs()
    {
        Assert.SkipWhen(azurite.ConnectionString is null, azurite.MissingReason ?? "");
        var name = $"sas-{Guid.NewGuid():N}";
        var owner = new BlobContainerClient(azurite.ConnectionString, name);
        await owner.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        var signature = new AccountSasBuilder(
            AccountSasPermissions.Read | AccountSasPermissions.Write | AccountSasPermissions.Create
                | AccountSasPermissions.Delete,
            new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero),
            AccountSasServices.Blobs,
            AccountSasResourceTypes.Object);
        var account = new BlobServiceClient(azurite.ConnectionString);
        var query = account.GenerateAccountSasUri(signature).Query.TrimStart('?');
        using var store = new AzureBlobStore(new BlobContainerClient(
            $"BlobEndpoint={account.Uri};SharedAccessSignature={query}", name));
        var key = BlobKey.OfUpload(Guid.NewGuid().ToString("N"));

        await store.WriteAsync(key, new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        await using var blob = await store.OpenAsync(key, TestContext.Current.CancellationToken);
        Assert.Equal(3, blob?.Length);
    }

    public void Dispose() => _store?.Dispose();
}
