using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Refunds;

public sealed class RefundRaceTests
{
    [Fact]
    public async Task Refund_ManyPartsInParallel_NeverAboveTheCapture()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1", "1000");

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => gateway.Client.RefundAsync(id, $"r-{i}", "30")));

        // 33 × 30 = 990; the rest finds 10 left, which is less than it asks for.
        Assert.Equal(33, replies.Count(reply => reply.Status == HttpStatusCode.OK));
        Assert.Equal(67, replies.Count(reply => reply["code"] is "amount_exceeds_remaining"));
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("over_refunded"));
        Assert.Equal("990", (await gateway.Client.LookUpAsync("op-1"))["refunded_amount"]);
    }

    [Fact]
    public async Task Refund_TwoFullOnesInParallel_OneWins()
    {
        await using var gateway = await RunningGateway.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            var id = await gateway.Client.PaidAsync($"op-{round}");

            var replies = await Task.WhenAll(
                gateway.Client.RefundAsync(id, $"a-{round}"), gateway.Client.RefundAsync(id, $"b-{round}"));

            Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            Assert.Single(replies, reply => reply["code"] is "already_refunded");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Refund_FiftyInParallelWithOneKey_RefundsOnce(int latencyMs)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync($$"""{"latency_ms": {{latencyMs}} }""");

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => gateway.Client.RefundAsync(id, "r-1", "100")));

        var answered = replies.Where(reply => reply.Status == HttpStatusCode.OK).Select(reply => reply.Body);
        Assert.Single(answered.Distinct(StringComparer.Ordinal));
        Assert.All(replies, reply => Assert.True(reply.Status == HttpStatusCode.OK || reply["code"] is "in_progress"));
        Assert.Equal("100", (await gateway.Client.LookUpAsync("op-1"))["refunded_amount"]);
    }
}
