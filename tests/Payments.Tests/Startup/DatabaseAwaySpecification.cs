using Leasehold.LocalServers.Databases;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Startup;

/// <summary>A database that is down, on a server of the test's own.</summary>
public abstract class DatabaseAwaySpecification
{
    private protected abstract string Provider { get; }

    [Fact]
    public async Task Service_DatabaseStoppedAndStarted_SaysSoAndRecovers()
    {
        await using var server = await StartServerAsync();
        var database = await server.CreateDatabaseAsync("away");
        await using var gateway = await GatewayUnderTest.StartAsync();
        await server.StopAsync();
        await using var service = await ServiceUnderTest.StartAsync(
            gateway.Url,
            $"--Leasehold:Database:Provider={Provider}",
            $"--Leasehold:Database:ConnectionString={database}",
            "--Leasehold:Pools:Api:AcquireTimeout=00:00:03");

        Assert.Equal(503, (await service.Api.SendAsync(HttpMethod.Get, "/health")).Status);
        var refused = await service.Api.CreateOrderAsync("ORD-1", "100");
        Assert.Equal((503, true), (refused.Status, refused.Headers.RetryAfter is not null));
        Assert.DoesNotContain("127.0.0.1", refused.Text, StringComparison.Ordinal);

        await server.StartAsync();
        await BecomesAsync(200, service);
        await service.Api.NewPaymentAsync();

        await server.StopAsync();
        await BecomesAsync(503, service);
    }

    private protected abstract Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync();

    private async Task<IDatabaseServer> StartServerAsync()
    {
        var found = await TryStartServerAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }

    // An answer serves a second's questions, and the schema is tried again every two.
    private static async Task BecomesAsync(int health, ServiceUnderTest service)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while ((await service.Api.SendAsync(HttpMethod.Get, "/health")).Status != health)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(40),
                $"Not {health} in time.");
            await Task.Yield();
        }
    }
}
