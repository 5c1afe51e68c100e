using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Leasehold.LocalServers.Brokers;
using Leasehold.LocalServers.Servers;

namespace Leasehold.Testing.Servers.Tests;

/// <summary>A start takes seconds, so that these tests share what they can.</summary>
public sealed class RabbitMqServerTests(RabbitMqFixture fixture) : IClassFixture<RabbitMqFixture>
{
    /// <summary>The type of a method frame; the broker's first one is Connection.Start.</summary>
    private const byte MethodFrame = 1;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private RabbitMqServer Server => fixture.ServerOrSkip;

    [Fact]
    public async Task Start_New_SpeaksAmqp() => Assert.Equal(MethodFrame, await GreetAsync());

    [Fact]
    public void Start_New_ListensOnLoopbackOnly()
    {
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(listener => listener.Port == Server.Port)
            .ToList();

        Assert.NotEmpty(listeners);
        Assert.All(listeners, static listener => Assert.True(IPAddress.IsLoopback(listener.Address), $"{listener}"));
    }

    [Fact]
    public async Task Restart_Killed_SpeaksAmqpOnTheSamePort()
    {
        var address = Server.AmqpUri;

        await Server.RestartAsync(StopMode.Kill, Cancelled);

        Assert.Equal(address, Server.AmqpUri);
        Assert.Equal(MethodFrame, await GreetAsync());
    }

    [Fact]
    public async Task StopAndStart_Orderly_RefusesInBetween()
    {
        await Server.StopAsync(StopMode.Orderly, Cancelled);
        await Assert.ThrowsAsync<SocketException>(GreetAsync);

        await Server.StartAsync(Cancelled);

        Assert.Equal(MethodFrame, await GreetAsync());
    }

    private async Task<byte> GreetAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Server.Port, Cancelled);
        var stream = client.GetStream();
        await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), Cancelled);
        var answer = new byte[1];
        await stream.ReadExactlyAsync(answer, Cancelled);
        return answer[0];
    }
}
