using Leasehold.Images.Tests.Hosting;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Images.Tests.Databases;

/// <summary>One service on one database, with a processor of its own; shared by the tests of that database.</summary>
public abstract class DatabaseFixture(IServiceDatabases databases) : IAsyncLifetime
{
    private ProcessorUnderTest? _processor;
    private ServiceUnderTest? _service;

    /// <summary>Why there is no such database here; null when there is one.</summary>
    public string? MissingReason => databases.MissingReason;

    internal ProcessorUnderTest Processor => _processor!;

    internal ServiceUnderTest Service => _service!;

    public async ValueTask InitializeAsync()
    {
        if (await NewDatabaseAsync() is { } settings)
        {
            (_processor, _service) = await ServiceUnderTest.StartPairAsync(settings);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_processor is not null)
        {
            await _processor.DisposeAsync();
        }

        await databases.DisposeAsync();
    }

    /// <summary>The settings of a new empty database; null when there is no server.</summary>
    internal Task<string[]?> NewDatabaseAsync() => databases.NewAsync();
}
