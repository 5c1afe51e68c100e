using Leasehold.LocalServers.Brokers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Durable.RabbitMq.Tests;

/// <summary>One private RabbitMQ for the tests of a class.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private ServerAvailability<RabbitMqServer>? _found;

    public RabbitMqServer ServerOrSkip
    {
        get
        {
            Assert.SkipWhen(_found!.IsMissing, _found.Reason);
            return _found.Server;
        }
    }

    public async ValueTask InitializeAsync() =>
        _found = await TestServers.TryStartPrivateRabbitMqAsync(
            cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_found is { IsMissing: false })
        {
            await _found.Server.DisposeAsync();
        }
    }
}
