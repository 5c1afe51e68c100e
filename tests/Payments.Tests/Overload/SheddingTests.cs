using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Overload;

public sealed class SheddingTests
{
    [Fact]
    public async Task Process_NoConnectionInTime_Is503AndCanBeTriedAgainWithItsKey()
    {
        using var folder = new TemporaryFolder("payments-tests-");
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(
            gateway.Url,
            $"--DATABASE_URL=sqlite:///{folder.File("pay.db")}",
            "--API_POOL_SIZE=1", "--API_POOL_MAX_OVERFLOW=0", "--API_POOL_TIMEOUT=0.2",
            "--Leasehold:Guard:Mode=Log"); // the test holds a connection while it calls the service
        var order = await service.Api.NewOrderAsync();
        var key = PaymentsApi.NewName("key");

        Reply refused;
        await using (await service.Pools.Api.LeaseAsync(TestContext.Current.CancellationToken))
        {
            refused = await service.Api.PayAsync(order, key);
        }

        Assert.Equal((503, true), (refused.Status, refused.Headers.RetryAfter is not null));
        Assert.Equal("application/problem+json", refused.MediaType);
        Assert.Equal(0, (await gateway.TotalsAsync()).Requests);
        Assert.Equal("completed", (await service.Api.PayAsync(order, key))["status"]);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
