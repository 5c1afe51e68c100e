using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Control;

public sealed class LedgerReportTests
{
    [Fact]
    public async Task Ledger_Whole_HasTotalsByCurrency()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1", "50000");
        await gateway.Client.PaidAsync("op-2", "0.10", "USD");
        await gateway.Client.PaidAsync("op-3", "0.20", "USD");
        await gateway.Client.ChargeAsync("op-4", cardToken: "tok_declined");
        await gateway.Client.RefundAsync(id, "r-1", "20000");

        var totals = (await gateway.Client.LedgerAsync()).Json.GetProperty("totals");

        Assert.Equal(
            (3, 1, 0, 1, 0, 5),
            (totals.GetProperty("charges").GetInt32(), totals.GetProperty("declined").GetInt32(),
             totals.GetProperty("duplicates").GetInt32(), totals.GetProperty("refunds").GetInt32(),
             totals.GetProperty("over_refunded").GetInt32(), totals.GetProperty("requests").GetInt32()));
        Assert.Equal(
            ["KRW 50000 20000", "USD 0.30 0.00"],
            totals.GetProperty("sums").EnumerateArray().Select(
                sum => $"{sum.GetProperty("currency")} {sum.GetProperty("captured")} {sum.GetProperty("refunded")}"),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Ledger_OfOneMerchantUid_HasOnlyItsRows()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.RefundAsync(id, "r-1", "100");
        await gateway.Client.RefundAsync(id, "r-2", "200");
        await gateway.Client.PaidAsync("op-2");

        var report = (await gateway.Client.LedgerAsync("op-1")).Json;

        var charge = Assert.Single(report.GetProperty("charges").EnumerateArray());
        Assert.Equal(id, charge.GetProperty("transaction_id").GetString());
        Assert.Equal("success", charge.GetProperty("status").GetString());
        Assert.Equal(300, charge.GetProperty("refunded_amount").GetInt32());
        Assert.Equal(
            ["r-1", "r-2"],
            charge.GetProperty("refunds").EnumerateArray().Select(
                row => row.GetProperty("idempotency_key").GetString()!),
            StringComparer.Ordinal);
        Assert.Equal(1, report.GetProperty("totals").GetProperty("charges").GetInt32());
        Assert.Equal(3, report.GetProperty("totals").GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task Ledger_InPages_ShowsEveryChargeOnceInOrder()
    {
        await using var gateway = await RunningGateway.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            var id = await gateway.Client.PaidAsync($"op-{i}");
            await gateway.Client.RefundAsync(id, $"a-{i}", "1");
            await gateway.Client.RefundAsync(id, $"b-{i}", "1");
        }

        var seen = new List<string?>();
        for (string? after = "0"; !string.IsNullOrEmpty(after);)
        {
            var page = await gateway.Client.GetAsync($"/control/ledger?limit=2&after={after}");
            seen.AddRange(page.Json.GetProperty("charges").EnumerateArray()
                .Select(row => row.GetProperty("merchant_uid").GetString()));
            after = page["next_after"];
        }

        Assert.Equal(["op-0", "op-1", "op-2", "op-3", "op-4"], seen);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=10001")]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    public async Task Ledger_BadPage_Is400(string query)
    {
        await using var gateway = await RunningGateway.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Client.GetAsync($"/control/ledger?{query}")).Status);
    }

    [Fact]
    public async Task Requests_OfARefusedCharge_AreLogged()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PaidAsync("op-1");
        await gateway.Client.ChargeAsync("op-1", "1");
        await gateway.Client.LookUpAsync("op-1");

        Assert.Equal(["charged", "idempotency_mismatch", "found"], await gateway.Client.OutcomesAsync("op-1"));
    }
}
