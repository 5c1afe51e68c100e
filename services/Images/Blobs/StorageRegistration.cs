using Azure.Storage.Blobs;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Blobs;

/// <summary>Registers the blob store that the settings name.</summary>
internal static class StorageRegistration
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StorageOptions>()
            .Bind(builder.Configuration.GetSection(StorageOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IBlobStore>(
            static services => Create(services.GetRequiredService<IOptions<StorageOptions>>().Value));
        builder.Services.AddSingleton<BlobSweep>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<BlobSweep>());
    }

    private static IBlobStore Create(StorageOptions options)
    {
        if (options.AzureConnectionString.Length == 0)
        {
            return new LocalBlobStore(Path.Combine(options.Folder, options.Container));
        }

        try
        {
            return new AzureBlobStore(new BlobContainerClient(options.AzureConnectionString, options.Container));
        }
        catch (FormatException)
        {
            // Its own message may quote the connection string, which holds the key.
            throw new ServiceStartException(
                "Images:Storage:AzureConnectionString is not a connection string of Azure Storage.");
        }
    }
}
