using System.Net;
using Leasehold.Specification.Tests;

namespace Leasehold.AspNetCore.Tests.Factories;

/// <summary>An application that adds Leasehold by a connection's name, tested as its own team would.</summary>
public sealed class ApplicationFactoryTests
{
    private static readonly (string, string)[] OnePlace =
    [
        ("Leasehold:Pools:Api:Size", "1"), ("Leasehold:Pools:Api:MaxOverflow", "0"),
        ("Leasehold:Pools:Api:MaxWaiters", "0"),
    ];

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SettingsBy.UseSetting)]
    [InlineData(SettingsBy.ConfigureAppConfiguration)]
    public async Task Settings_OfTheFactory_ReachTheStringThePoolsAndWhatIsBeside(SettingsBy way)
    {
        await using var factory = new OrdersFactory(
            way, ("Leasehold:Pools:Api:Size", "3"), ("Leasehold:DisableHealthChecks", "true"));
        using var client = factory.CreateClient();

        var created = await PostAsync(client, "A-1");
        var health = await client.GetStringAsync(new Uri("/health", UriKind.Relative), Ended);

        Assert.Equal(HttpStatusCode.Created, created);
        Assert.Equal(3, factory.Pools.Api.Snapshot().Size);
        Assert.Equal("Healthy", health);
        await using var lease = await factory.Pools.Api.LeaseAsync(Ended);
        Assert.Equal(factory.DatabaseFile, lease.Connection.DataSource);
    }

    [Fact]
    public async Task TwoFactories_OneFullThenDisposed_TheOtherGoesOn()
    {
        await using var full = new OrdersFactory(SettingsBy.UseSetting, OnePlace);
        await using var free = new OrdersFactory(SettingsBy.UseSetting, OnePlace);
        using var ofFull = full.CreateClient();
        using var ofFree = free.CreateClient();

        var held = await full.Pools.Api.LeaseAsync(Ended);
        var refused = await PostAsync(ofFull, "A-1");
        var served = await PostAsync(ofFree, "A-1");
        await held.DisposeAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created), (refused, served));
        Assert.Equal((1, 0), (full.Pools.Api.Snapshot().Refused, free.Pools.Api.Snapshot().Refused));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(ofFull, "A-1"));
        await full.StopAsync();
        Assert.Equal(HttpStatusCode.OK, await GetAsync(ofFree, "A-1"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(ofFree, "A-2"));
    }

    [Fact]
    public async Task Dispose_AfterRequests_LeavesNoFileOpenAndNothingToLease()
    {
        await using var factory = new OrdersFactory(SettingsBy.UseSetting);
        using (var client = factory.CreateClient())
        {
            await PostAsync(client, "A-1");
            await GetAsync(client, "A-1");
        }

        var pools = factory.Pools;
        Assert.NotEqual(0, factory.CountOpenFiles());

        await factory.StopAsync();

        // The application's own Main disposes its host too, and who comes second does not wait for who came first.
        await Eventually.TrueAsync(() => factory.CountOpenFiles() == 0, "no file of the database is open");
        await Assert.ThrowsAsync<PoolClosedException>(async () => await pools.Api.LeaseAsync(Ended));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string number)
    {
        using var response = await client.PostAsync(new Uri($"/orders/{number}", UriKind.Relative), null, Ended);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, string number)
    {
        using var response = await client.GetAsync(new Uri($"/orders/{number}", UriKind.Relative), Ended);
        return response.StatusCode;
    }
}
