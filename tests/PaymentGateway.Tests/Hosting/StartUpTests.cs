using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Hosting;

public sealed class StartUpTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("--Gateway:Faults:LatencyMs=-5", "Gateway:Faults:LatencyMs must be from 0 to 600000, was -5")]
    [InlineData("--Gateway:Faults:LatencyMs=fast", "Gateway:Faults:LatencyMs")]
    [InlineData("--Gateway:LookupDelayMs=-1", "Gateway:Faults:LookupDelayMs must be")]
    [InlineData("--Gateway:Faults:Charges:Decline:Rate=1.5", "Gateway:Faults:Charges:Decline:Rate must be from 0 to 1")]
    [InlineData("--Gateway:Faults:Charges:Decline:Rate=NaN", "Gateway:Faults:Charges:Decline:Rate must be from 0 to 1")]
    [InlineData("--Gateway:Faults:Refunds:Drip:Next=-1", "Gateway:Faults:Refunds:Drip:Next must be")]
    [InlineData("--Gateway:Fualts:LatencyMs=5", "Fualts")]
    [InlineData("--Gateway:Ledger=", "Gateway:Ledger must name a file")]
    [InlineData("--PAYMENT_GATEWAY_KEY=", "PAYMENT_GATEWAY_KEY is empty")]
    [InlineData("--urls=nonsense", "'nonsense' is not an address")]
    public void Build_BadSetting_IsRefusedByName(string setting, string message)
    {
        var problem = Assert.ThrowsAny<Exception>(() => PaymentGatewayHost.Build([setting]));

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BadSetting_EndsWithOneLineAndNoStack()
    {
        await using var process = ChildGateway.Start("--Gateway:Faults:LatencyMs=-5");

        Assert.Equal(1, await process.WaitForExitAsync(Bound));
        Assert.Equal("Gateway:Faults:LatencyMs must be from 0 to 600000, was -5.", process.Output.Trim());
    }

    [Fact]
    public async Task Run_LedgerIsNoDatabase_EndsWithOneLineAndNoStack()
    {
        using var folder = new LedgerFolder();
        await File.WriteAllTextAsync(folder.File, new string('x', 5_000));
        await using var process = ChildGateway.Start(RunningGateway.Arguments(folder.File));

        Assert.Equal(1, await process.WaitForExitAsync(Bound));
        Assert.StartsWith("Gateway:Ledger: ", process.Output, StringComparison.Ordinal);
        Assert.Single(process.Output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Start_LedgerInUse_IsRefused()
    {
        using var folder = new LedgerFolder();
        await using var first = await RunningGateway.StartOnAsync(folder.File);

        var problem = await Assert.ThrowsAnyAsync<Exception>(() => RunningGateway.StartOnAsync(folder.File));

        Assert.Contains("is another gateway using it?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_WhileRequestsHang_EndsInGoodTime()
    {
        using var folder = new LedgerFolder();
        await using var gateway = await ChildGateway.StartAsync(
            folder.File, "--Gateway:Faults:Charges:LatencyMs=600000");
        var waiting = gateway.Client.ChargeAsync("op-1");
        var hanging = gateway.Client.ChargeAsync("op-2", cardToken: "tok_hang_before");
        await Eventually.TrueAsync(
            async () => (await gateway.Client.GetAsync("/control/stats")).Json
                .GetProperty("charges").GetProperty("in_flight").GetInt32() == 2);

        var exitCode = await gateway.Process.TerminateAsync(TimeSpan.FromSeconds(4));

        Assert.Equal(0, exitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task Run_Requests_WriteNoLogLines()
    {
        using var folder = new LedgerFolder();
        await using var gateway = await ChildGateway.StartAsync(folder.File);
        var before = gateway.Process.Output;

        await gateway.Client.PaidAsync("op-1");
        await gateway.Client.ChargeAsync("op-2", "-1");
        await gateway.Process.TerminateAsync(Bound);

        Assert.Equal(before, gateway.Process.Output);
    }

    [Fact]
    public async Task Build_Twice_GatewaysShareNothing()
    {
        await using var first = await RunningGateway.StartAsync("--Gateway:Faults:Charges:Decline:Rate=1");
        await using var second = await RunningGateway.StartAsync();

        Assert.Equal("failed", (await first.Client.ChargeAsync("op-1"))["status"]);
        Assert.Equal("success", (await second.Client.ChargeAsync("op-1"))["status"]);
        Assert.Equal(0, await first.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Health_WithoutKey_Is200()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Client.Http.DefaultRequestHeaders.Authorization = null;

        Assert.Equal("healthy", (await gateway.Client.GetAsync("/health"))["status"]);
    }
}
