using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Startup;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_PaymentInFlight_IsFinishedAndAnswered()
    {
        using var folder = new TemporaryFolder("payments-tests-");
        await using var gateway = await GatewayUnderTest.StartAsync();
        var database = $"--DATABASE_URL=sqlite:///{folder.File("pay.db")}";
        var key = PaymentsApi.NewName("key");
        await using (var service = await ServiceUnderTest.StartAsync(gateway.Url, database))
        {
            var order = await service.Api.NewOrderAsync();
            await gateway.SetFaultsAsync("""{"latency_ms":1000}""");
            var paying = service.Api.PayAsync(order, key);
            await gateway.WaitForChargesInFlightAsync(1);

            await service.StopAsync();

            Assert.Equal("completed", (await paying)["status"]);
        }

        await using (var again = await ServiceUnderTest.StartAsync(gateway.Url, database))
        {
            Assert.Equal("completed", (await again.Api.ReadPaymentAsync(key))["status"]);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
