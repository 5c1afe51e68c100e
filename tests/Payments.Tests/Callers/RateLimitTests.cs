using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.ServiceDefaults.Callers;

namespace Leasehold.Payments.Tests.Callers;

/// <summary>The rate limit of a key stands in front of everything else.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Process_AboveTheRateLimit_Is429BeforeTheIdempotencyLayer()
    {
        using var folder = new TemporaryFolder("payments-tests-");
        var caller = ApiKeys.Create();
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(
            gateway.Url,
            $"--DATABASE_URL=sqlite:///{folder.File("pay.db")}",
            "--Leasehold:RateLimit:PerSecond=1", "--Leasehold:RateLimit:Burst=2",
            "--Leasehold:Keys:0:Name=a", "--Leasehold:Keys:0:Tenant=a", $"--Leasehold:Keys:0:Hash={caller.Hash}");
        var key = PaymentsApi.NewName("key");
        await SendAsync("/api/v1/orders", """{"order_number":"ORD-1","customer_id":"c","total_amount":1000}""");
        var first = await PayAsync();

        // On a slow machine a place comes back between two of them, but not fifty times.
        var repeat = first;
        for (var count = 0; count < 50 && repeat.Status == 200; count++)
        {
            repeat = await PayAsync();
        }

        Assert.Equal((200, 429), (first.Status, repeat.Status));
        Assert.NotNull(repeat.Headers.RetryAfter);
        Assert.False(repeat.IsReplayed);
        Assert.Equal(1, (await gateway.TotalsAsync()).Charges);

        Task<Reply> PayAsync() => SendAsync(
            "/api/v1/payments/process", """{"order_number":"ORD-1","amount":1000,"card_token":"tok_visa"}""");

        Task<Reply> SendAsync(string path, string body) => service.Api.SendAsync(
            HttpMethod.Post,
            path,
            body,
            CancellationToken.None,
            ("Idempotency-Key", key),
            ("Authorization", $"Bearer {caller.Key}"));
    }
}
