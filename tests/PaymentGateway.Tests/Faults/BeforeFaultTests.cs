using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Faults;

/// <summary>Faults that hit a request before it has any effect.</summary>
public sealed class BeforeFaultTests
{
    [Theory]
    [InlineData("too_many_requests", HttpStatusCode.TooManyRequests)]
    [InlineData("error_before", HttpStatusCode.InternalServerError)]
    public async Task Charge_ErrorStatus_ChargesNothingAndMayBeRepeated(string fault, HttpStatusCode status)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync($$"""{"charges": {"{{fault}}": {"next": 1} } }""");

        var failed = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal(status, failed.Status);
        Assert.Equal("application/problem+json", failed.ContentType);
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
        Assert.Equal("success", (await gateway.Client.ChargeAsync("op-1"))["status"]);
        Assert.Equal(["not_processed", "charged"], await gateway.Client.OutcomesAsync("op-1"));
    }

    [Fact]
    public async Task Charge_TooManyRequests_SaysWhenToComeBack()
    {
        await using var gateway = await RunningGateway.StartAsync();

        Assert.Equal("1", (await gateway.Client.ChargeAsync("op-1", cardToken: "tok_rate_limited")).RetryAfter);
    }

    [Fact]
    public async Task Charge_ErrorStatus_IsTheOneSet()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"error_status": 503, "error_before": {"rate": 1}}}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.Client.ChargeAsync("op-1")).Status);
    }

    [Fact]
    public async Task Charge_DropBefore_BreaksTheConnectionAndChargesNothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"drop_before": {"next": 1}}}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.Client.ChargeAsync("op-1"));

        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Charge_HangBefore_NeverAnswersAndChargesNothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"hang_before": {"next": 1}}}""");

        await Hanging.AssertAsync(gateway, cancel => gateway.Client.ChargeAsync("op-1", cancellationToken: cancel));

        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges", "op-1"));
    }

    [Fact]
    public async Task Refund_ErrorBefore_RefundsNothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"refunds": {"error_before": {"next": 1}}}""");

        var failed = await gateway.Client.RefundAsync(id, "r-1");

        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("refunds"));
        Assert.Equal("success", (await gateway.Client.RefundAsync(id, "r-1"))["status"]);
    }

    [Fact]
    public async Task Faults_OfCharges_LeaveRefundsAndLookupsAlone()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"charges": {"error_before": {"rate": 1}}}""");

        Assert.Equal("success", (await gateway.Client.RefundAsync(id, "r-1"))["status"]);
        Assert.Equal("success", (await gateway.Client.LookUpAsync("op-1"))["status"]);
    }

    [Fact]
    public async Task Lookup_ErrorBefore_Is500()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"lookups": {"error_before": {"next": 1}}}""");

        Assert.Equal(HttpStatusCode.InternalServerError, (await gateway.Client.LookUpAsync("op-1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.LookUpAsync("op-1")).Status);
    }
}
