using System.Net;
using Leasehold.AspNetCore;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.ServiceDefaults.Tests.Callers;

public sealed class ListenerGuardTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://payments.internal:0")]
    [InlineData("http://192.0.2.7:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    [InlineData("http://unix:/leasehold-guard.sock")]
    public async Task Start_WithoutKeysOnAnAddressOthersReach_IsRefusedNamingTheFix(string urls)
    {
        var error = await Assert.ThrowsAsync<ServiceStartException>(() => TestService.StartAsync(url: urls));

        Assert.Contains("Leasehold:Keys", error.Message, StringComparison.Ordinal);
        Assert.Contains("--urls http://127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    public async Task Start_Refused_BoundNoSocket(string urls)
    {
        var transport = new RecordingTransport();

        await Assert.ThrowsAsync<ServiceStartException>(
            () => TestService.StartAsync(url: urls, configure: builder => transport.Replace(builder.Services)));

        Assert.Empty(transport.Bound);
    }

    [Fact]
    public async Task Start_WithoutKeysOnLoopback_BindsThroughTheServersOwnTransport()
    {
        var transport = new RecordingTransport();

        await using var service = await TestService.StartAsync(
            configure: builder => transport.Replace(builder.Services));

        Assert.Equal(IPAddress.Loopback, Assert.IsType<IPEndPoint>(Assert.Single(transport.Bound)).Address);
    }

    [Fact]
    public async Task Start_WithoutKeysOnAnEndpointFromCode_IsRefused()
        => await Assert.ThrowsAsync<ServiceStartException>(() => TestService.StartAsync(
            configure: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(0))));

    [Fact]
    public async Task Start_WithoutKeysOnAnEndpointFromConfiguration_IsRefused()
        => await Assert.ThrowsAsync<ServiceStartException>(() => TestService.StartAsync(
            settings: [("Kestrel:Endpoints:Http:Url", "http://*:0")]));

    // A transport added later is asked before the guard, so the check after the start has to catch it.
    [Fact]
    public async Task Start_WithoutKeysPastTheGuard_IsRefusedAllTheSame()
        => await Assert.ThrowsAsync<ServiceStartException>(() => TestService.StartAsync(
            url: "http://0.0.0.0:0",
            configure: builder => builder.Services.AddSingleton<IConnectionListenerFactory, SocketTransportFactory>()));

    [Fact]
    public async Task Start_WithKeysOnAnyAddress_Listens()
    {
        await using var service = await KeyedService.StartAsync("http://0.0.0.0:0");
        var port = service.Client.BaseAddress!.Port;

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync($"http://127.0.0.1:{port}/health")).Status);
    }

    [Theory]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("https://[::1]:5001", true)]
    [InlineData("http://[::]:5000", false)]
    [InlineData("http://localhost.example:5000", false)]
    [InlineData("http://*:5000", false)]
    [InlineData("nonsense", false)]
    public void IsLoopbackAddress_TellsThemApart(string address, bool expected)
        => Assert.Equal(expected, LocalCalls.IsLoopbackAddress(address));
}
