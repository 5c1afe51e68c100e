using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Faults;

public sealed class DeclineTests
{
    [Fact]
    public async Task Decline_Next_DeclinesSoManyAndNoMore()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"decline": {"next": 2}}}""");

        var statuses = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await gateway.Client.ChargeAsync($"op-{i}"))["status"]);
        }

        Assert.Equal(["failed", "failed", "success", "success"], statuses);
    }

    [Fact]
    public async Task Decline_Repeated_StaysDeclinedWhenTheFaultIsGone()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"decline": {"rate": 1}}}""");
        var first = await gateway.Client.ChargeAsync("op-1");
        await gateway.Client.PostAsync("/control/reset", "");

        var second = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal("failed", second["status"]);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("declined"));
    }

    [Fact]
    public async Task Decline402_Repeated_Is402Again()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"decline402": {"next": 1}}}""");

        var first = await gateway.Client.ChargeAsync("op-1");
        var second = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal((HttpStatusCode.PaymentRequired, "card_declined"), (first.Status, first["code"]));
        Assert.Equal(HttpStatusCode.PaymentRequired, second.Status);
        Assert.Equal(first["transaction_id"], second["transaction_id"]);
    }

    [Fact]
    public async Task Decline_ListedToken_DeclinesThatCardOnly()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"declined_tokens": ["tok_poor"]}}""");

        Assert.Equal("failed", (await gateway.Client.ChargeAsync("op-1", cardToken: "tok_poor"))["status"]);
        Assert.Equal("success", (await gateway.Client.ChargeAsync("op-2", cardToken: "tok_rich"))["status"]);
    }

    [Fact]
    public async Task Decline_Refund_MovesNoMoneyAndKeepsTheKey()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"refunds": {"decline": {"next": 1}}}""");

        var declined = await gateway.Client.RefundAsync(id, "r-1");
        var repeated = await gateway.Client.RefundAsync(id, "r-1");
        var another = await gateway.Client.RefundAsync(id, "r-2");

        Assert.Equal("failed", declined["status"]);
        Assert.Equal(declined.Body, repeated.Body);
        Assert.Equal(("success", "50000"), (another["status"], another["amount"]));
    }

    [Fact]
    public async Task Decline_Rate_HitsTheSameOnesUnderTheSameSeed()
    {
        var first = await PatternAsync(7);
        var again = await PatternAsync(7);
        var other = await PatternAsync(8);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(declined => declined), 40, 80);
    }

    /// <summary>Which of 200 charges are declined at a rate of 0.3.</summary>
    private static async Task<List<bool>> PatternAsync(int seed)
    {
        await using var gateway = await RunningGateway.StartAsync(
            $"--Gateway:Faults:Seed={seed}", "--Gateway:Faults:Charges:Decline:Rate=0.3");
        var pattern = new List<bool>();
        for (var i = 0; i < 200; i++)
        {
            pattern.Add((await gateway.Client.ChargeAsync($"op-{i}"))["status"] is "failed");
        }

        return pattern;
    }
}
