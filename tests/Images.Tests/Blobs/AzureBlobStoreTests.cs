using Azure.Storage.Blobs;
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
    public void Dispose() => _store?.Dispose();
}
