using System.Net;
using System.Net.Sockets;

namespace Leasehold.Testing.Servers.Network;

/// <summary>One connection through a proxy: two sockets, and a pump and a valve for each direction.</summary>
internal sealed class ProxiedConnection(Socket client, Func<TimeSpan> delay) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Valve _toServer = new();
    private readonly Valve _toClient = new();

    // Written by Cut, read by the pumps: one way only, so no lock.
    private volatile bool _over;

    public bool IsOver => _over;

    public async Task RunAsync(IPEndPoint target)
    {
        try
        {
            client.NoDelay = true;
            _server.NoDelay = true;
            await _server.ConnectAsync(target);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Cut(); // nobody listens behind the proxy: the client sees a reset
            return;
        }

        await Task.WhenAll(PumpAsync(client, _server, _toServer), PumpAsync(_server, client, _toClient));
        Dispose();
    }

    public void Freeze(TrafficDirection direction)
    {
        if (direction.HasFlag(TrafficDirection.ToServer))
        {
            _toServer.Close();
        }

        if (direction.HasFlag(TrafficDirection.ToClient))
        {
            _toClient.Close();
        }
    }

    public void Thaw()
    {
        _toServer.Open();
        _toClient.Open();
    }

    /// <summary>Linger 0 makes close send RST instead of FIN.</summary>
    public void Cut()
    {
        _over = true;
        foreach (var socket in (Socket[])[client, _server])
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // It is closed already.
            }
        }

        Dispose();
    }

    public void HalfClose() => ShutDownSend(client);

    public void Dispose()
    {
        _over = true;
        client.Dispose();
        _server.Dispose();
        Thaw(); // a pump behind a closed valve finds its sockets gone, and ends
    }

    private static void ShutDownSend(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Valve valve)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                if (delay() is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait);
                }

                await valve.PassAsync();
                await to.SendAsync(buffer.AsMemory(0, read));
            }

            await valve.PassAsync();
            ShutDownSend(to);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Cut(); // one side broke: the other one sees a reset too
        }
    }
}
