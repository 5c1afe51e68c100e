using Leasehold.LocalServers.Databases;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.Testing.Servers.Databases;
using Microsoft.Extensions.Logging;

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

    [Fact]
    public async Task Service_DatabaseComesUpWithStrangersTables_LeavesThemAloneAndStaysUnhealthy()
    {
        await using var server = await StartServerAsync();
        string[] settings =
        [
            $"--Leasehold:Database:Provider={Provider}",
            $"--Leasehold:Database:ConnectionString={await server.CreateDatabaseAsync("strangers")}",
        ];
        await using (await GuidesTables.CreateAsync(settings))
        {
            // They are there before the service is; it cannot see them yet.
        }

        await using var gateway = await GatewayUnderTest.StartAsync();
        await server.StopAsync();
        await using var service = await ServiceUnderTest.StartAsync(
            gateway.Url, [.. settings, "--Payments:Reconciliation:Interval=00:00:01"]);

        await server.StartAsync();
        await SaysAsync(service, "The table orders is not this service's: it lacks tenant");

        var health = await service.Api.SendAsync(HttpMethod.Get, "/health");
        Assert.Equal((503, "unhealthy"), (health.Status, health["status"]));
        var order = await service.Api.CreateOrderAsync("ORD-1", "100");
        Assert.Equal((503, true), (order.Status, order.Headers.RetryAfter is not null));
        Assert.Equal(503, (await service.Api.SendAsync(HttpMethod.Get, "/leasehold/operations")).Status);

        // Whoever makes tables without waiting has tried to, and failed, while the server was down.
        Assert.DoesNotContain(service.Logs.GetSnapshot(), static line =>
            line.Category == "Leasehold.Durable" && line.Level >= LogLevel.Warning);
        await using var guide = await GuidesTables.OpenAsync(settings);
        Assert.Equal("images\norders\npayments\n", await guide.NamesAsync());
    }

    private protected abstract Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync();

    private async Task<IDatabaseServer> StartServerAsync()
    {
        var found = await TryStartServerAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }

    private static async Task SaysAsync(ServiceUnderTest service, string text)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!service.Logs.GetSnapshot().Any(line => line.Message.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(40), $"Not said: {text}");
            await Task.Yield();
        }
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
