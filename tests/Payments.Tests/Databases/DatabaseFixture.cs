using Leasehold.Payments.Tests.Hosting;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>One service on one database, with a gateway of its own; shared by the tests of that database.</summary>
public abstract class DatabaseFixture(IServiceDatabases databases) : IAsyncLifetime
{
    private GatewayUnderTest? _gateway;
    private ServiceUnderTest? _service;

    /// <summary>Why there is no such database here; null when there is one.</summary>
    public string? MissingReason => databases.MissingReason;

    internal GatewayUnderTest Gateway => _gateway!;

    internal ServiceUnderTest Service => _service!;

    public async ValueTask InitializeAsync()
    {
        if (await NewDatabaseAsync() is { } settings)
        {
            _gateway = await GatewayUnderTest.StartAsync();
            _service = await ServiceUnderTest.StartAsync(_gateway.Url, settings);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await databases.DisposeAsync();
    }

    /// <summary>The settings of a new empty database; null when there is no server.</summary>
    internal Task<string[]?> NewDatabaseAsync() => databases.NewAsync();
}
