using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;
using Microsoft.Extensions.Logging;

namespace Leasehold.Simulators.PaymentGateway.Tests.Hosting;

public sealed class BearerKeyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer test-key2")]
    [InlineData("Basic dGVzdC1rZXk=")]
    [InlineData("test-key")]
    public async Task Request_WithoutTheKey_Is401AndHasNoEffect(string? authorization)
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Client.Http.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null)
        {
            gateway.Client.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        var charge = await gateway.Client.ChargeAsync("op-1");
        var refund = await gateway.Client.RefundAsync("tx", "r-1");
        var lookup = await gateway.Client.LookUpAsync("op-1");

        Assert.All(
            new[] { charge, refund, lookup },
            reply => Assert.Equal(
                (HttpStatusCode.Unauthorized, "application/problem+json"), (reply.Status, reply.ContentType)));
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("requests"));
        Assert.Equal("3", (await gateway.Client.GetAsync("/control/stats"))["unauthorized"]);
    }

    [Fact]
    public async Task Build_KeyUnset_TakesTheDevelopmentKey()
    {
        // Set in the environment it would win, which is what it is for.
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("PAYMENT_GATEWAY_KEY") is not null, "PAYMENT_GATEWAY_KEY is set.");
        using var folder = new LedgerFolder();
        await using var app = PaymentGatewayHost.Build(
            ["--urls=http://127.0.0.1:0", $"--Gateway:Ledger={folder.File}"],
            builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        using var client = new GatewayClient(app.Urls.Single());
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "dev-gateway-key");

        Assert.Equal("success", (await client.ChargeAsync("op-1"))["status"]);
    }
}
