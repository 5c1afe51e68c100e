using Leasehold.LocalServers.Brokers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Testing.Servers.Tests;

/// <summary>One private RabbitMQ for a class of tests.</summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    private ServerAvailability<RabbitMqServer>? _found;

    public RabbitMqServer ServerOrSkip
    {
        get
        {
            var found = _found ?? throw new InvalidOperationException("Not started.");
            Assert.SkipWhen(found.IsMissing, found.Reason);
            return found.Server;
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
