using System.Net;
using System.Net.Sockets;
using Leasehold.LocalServers.Network;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Testing.Servers.Tests;

public sealed class TcpProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private EchoServer? _echo;
    private TcpProxy? _proxy;

    private TcpProxy Proxy => _proxy ?? throw new InvalidOperationException("Not started.");

    private EchoServer Echo => _echo ?? throw new InvalidOperationException("Not started.");

    public ValueTask InitializeAsync()
    {
        _echo = new EchoServer();
        _proxy = TcpProxy.Start(_echo.Port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Echo.DisposeAsync();
    }

    [Fact]
    public async Task Connection_Untouched_Forwards()
    {
        using var client = await ConnectAsync();

        Assert.Equal(1, await AskAsync(client, 1));
        Assert.Equal(2, await AskAsync(client, 2));
    }

    [Fact]
    public async Task FreezeExisting_ThenConnect_OnlyTheOldOneHangs()
    {
        using var old = await ConnectAsync();
        await AskAsync(old, 1);
        Proxy.FreezeExisting();
        using var fresh = await ConnectAsync();

        Assert.Equal(2, await AskAsync(fresh, 2));
        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(old, 3, Glance));
    }

    [Fact]
    public async Task FreezeAll_ThenConnect_HangsToo()
    {
        Proxy.FreezeAll();
        using var client = await ConnectAsync();

        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(client, 1, Glance));
    }

    [Fact]
    public async Task Freeze_AnswersOnly_TheServerStillReads()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, 1);
        Proxy.FreezeExisting(TrafficDirection.ToClient);

        var answer = AskAsync(client, 9, Bound);

        await Echo.WaitForAsync(9).WaitAsync(Bound, TestContext.Current.CancellationToken);
        Assert.False(answer.IsCompleted);
        Proxy.Thaw();
        Assert.Equal(9, await answer);
    }

    [Fact]
    public async Task CutAll_OpenConnection_IsReset()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, 1);

        Assert.Equal(1, Proxy.CutAll());

        var error = await Assert.ThrowsAsync<SocketException>(() => AskAsync(client, 2));
        Assert.Contains(error.SocketErrorCode, new[] { SocketError.ConnectionReset, SocketError.Shutdown });
        Assert.Equal(0, Proxy.OpenCount);
    }

    [Fact]
    public async Task RefuseNew_OpenConnections_GoOn()
    {
        using var old = await ConnectAsync();
        await AskAsync(old, 1);
        await Proxy.RefuseNewAsync();

        var error = await Assert.ThrowsAsync<SocketException>(ConnectAsync);

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.Equal(2, await AskAsync(old, 2));
    }

    [Fact]
    public async Task AcceptNew_AfterRefuseNew_WorksOnTheSamePort()
    {
        await Proxy.RefuseNewAsync();
        Proxy.AcceptNew();
        using var client = await ConnectAsync();

        Assert.Equal(5, await AskAsync(client, 5));
        Assert.Equal(1, Proxy.AcceptedCount);
    }

    [Fact]
    public async Task HalfCloseAll_OpenConnection_ReadsItsEndAndStillWrites()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, 1);

        Proxy.HalfCloseAll();

        Assert.Equal(0, await client.ReceiveAsync(new byte[1]).WaitAsync(Bound, TestContext.Current.CancellationToken));
        await client.SendAsync(new byte[] { 77 });
        await Echo.WaitForAsync(77).WaitAsync(Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Delay_OfEachWay_AddsUp()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, 1);
        Proxy.Delay = TimeSpan.FromMilliseconds(60);

        var started = TimeProvider.System.GetTimestamp();
        await AskAsync(client, 2);

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(110));
    }

    [Fact]
    public async Task Connect_NobodyBehindTheProxy_IsReset()
    {
        await using var proxy = TcpProxy.Start(FreePort.Next());

        // The reset may come before the connect has returned, or after.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync(proxy.Port);
            await AskAsync(client, 1);
        });
    }

    [Fact]
    public async Task BlackHole_AConnection_IsAcceptedAndNeverAnswered()
    {
        await using var hole = BlackHole.Start();
        using var client = await ConnectAsync(hole.Port);
        await hole.WaitForConnectionsAsync(1, Bound);

        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(client, 1, Glance));
        Assert.Equal(1, hole.AcceptedCount);
    }

    [Fact]
    public void FreePort_ManyTimes_NeverRepeatsAndStaysOutOfTheEphemeralRange()
    {
        var ports = Enumerable.Range(0, 200).Select(static _ => FreePort.Next()).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
        Assert.All(ports, static port => Assert.InRange(port, 1024, 32_767));
    }

    private static async Task<int> AskAsync(Socket client, byte question, TimeSpan? bound = null)
    {
        await client.SendAsync(new[] { question });
        var answer = new byte[1];
        var read = await client.ReceiveAsync(answer).WaitAsync(bound ?? Bound, TestContext.Current.CancellationToken);
        return read == 1 ? answer[0] : throw new SocketException((int)SocketError.Shutdown);
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return socket;
    }

    private Task<Socket> ConnectAsync() => ConnectAsync(Proxy.Port);
}
