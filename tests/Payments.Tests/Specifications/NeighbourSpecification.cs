using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.ServiceDefaults.Startup;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>A database that holds somebody else's tables of the same names: the guide's own services'.</summary>
public abstract class NeighbourSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private readonly DatabaseFixture _database = database;

    [Fact]
    public async Task Start_StrangersTables_IsRefusedNamingThemAndNothingChanges()
    {
        var settings = (await _database.NewDatabaseAsync())!;
        await using var guide = await GuidesTables.CreateAsync(settings);
        var before = await guide.DescribeAsync();

        var problem = await Assert.ThrowsAsync<ServiceStartException>(
            () => ServiceUnderTest.StartAsync(Gateway.Url, settings));

        Assert.Contains("The table orders is not this service's: it lacks tenant", problem.Message,
            StringComparison.Ordinal);
        Assert.Contains("The table payments is not this service's: it lacks tenant", problem.Message,
            StringComparison.Ordinal);
        Assert.Contains("TABLE_PREFIX", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, await guide.DescribeAsync());
    }

    [Fact]
    public async Task Prefix_StrangersTables_BothLiveSideBySide()
    {
        var settings = (await _database.NewDatabaseAsync())!;
        await using var guide = await GuidesTables.CreateAsync(settings);
        var before = await guide.RowsAsync();
        string[] prefixed = [.. settings, "--TABLE_PREFIX=lh_"];

        await using (var service = await ServiceUnderTest.StartAsync(Gateway.Url, prefixed))
        {
            var payment = await service.Api.NewPaymentAsync();
            var part = await service.Api.RefundAsync(payment, NewKey(), "5000", "payments");
            var order = await service.Api.NewOrderAsync();
            var cancelled = await service.Api.CancelAsync(order);
            var health = await service.Api.SendAsync(HttpMethod.Get, "/health");

            Assert.Equal((200, "partially_refunded"), (part.Status, part["status"]));
            Assert.Equal("partially_refunded", (await service.Api.ReadPaymentAsync(payment))["status"]);
            Assert.Equal(200, cancelled.Status);
            Assert.Equal(200, (await service.Api.VerifyAsync(payment)).Status);
            Assert.Equal(200, (await service.Api.SendAsync(HttpMethod.Get, "/api/v1/settlements/2026-01-01")).Status);
            Assert.Equal(200, health.Status);
        }

        // Started again it finds its own, and the guide's rows are as they were.
        await using (var service = await ServiceUnderTest.StartAsync(Gateway.Url, prefixed))
        {
            await service.Api.NewPaymentAsync();
        }

        Assert.Equal(before, await guide.RowsAsync());
        Assert.Equal(
            ["images", "orders", "payments"],
            (await guide.NamesAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(static name => !name.StartsWith("lh_", StringComparison.Ordinal))
                .Where(static name => !name.StartsWith("sqlite_", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
