using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Control;

public sealed class LoopbackOnlyTests
{
    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("Origin", "https://page.example")]
    public async Task Control_FromAWebPage_Is403(string header, string value)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PaidAsync("op-1");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/control/reset?ledger=true");
        request.Headers.Add(header, value);
        using var response = await gateway.Client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Control_FromAnotherAddressOfThisMachine_Is403()
    {
        if (MachineAddress() is not { } address)
        {
            Assert.Skip("This machine has no address but the loopback.");
            return;
        }

        await using var gateway = await RunningGateway.StartAsync($"--urls=http://{address}:0");

        // The host name is a local one: it is the caller's address that is refused.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/control/ledger");
        request.Headers.Host = "localhost";
        using var response = await gateway.Client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("success", (await gateway.Client.ChargeAsync("op-1"))["status"]);
    }

    private static IPAddress? MachineAddress() => Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(
        address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork &&
                   !IPAddress.IsLoopback(address));
}
