using System.Net;
using System.Net.Sockets;

namespace Leasehold.Testing.Servers.Network;

/// <summary>One connection through a proxy: two sockets, and a pump and a valve for each direction.</summary>
internal sealed class ProxiedConnection(
    Socket client, Func<TimeSpan> delay, Action<int> sentToClient, Action turned) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;

    // From Linux's netinet/tcp.h: the first byte of TCP_INFO is the state.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const byte Established = 1;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Valve _toServer = new();
    private readonly Valve _toClient = new();

    // Written by Cut, read by the pumps: one way only, so no lock.
    private volatile bool _over;

    // Whether the client has spoken since the server last did; each pump writes it before it passes on what it read.
    private volatile bool _clientHasTurn;

    public bool IsOver => _over;

    /// <summary>Whether the client's end is open, as the system knows at once, and the pumps when they come to it.
    /// </summary>
    public bool IsClientOpen
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return !_over;
            }

            try
            {
                Span<byte> state = stackalloc byte[1];
                return !_over && client.GetRawSocketOption(Tcp, TcpInfo, state) > 0 && state[0] == Established;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

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

        await Task.WhenAll(
            PumpAsync(client, _server, _toServer, _ => ClientSpoke()),
            PumpAsync(_server, client, _toClient, ServerSpoke));
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

    private void ClientSpoke()
    {
        if (!_clientHasTurn)
        {
            _clientHasTurn = true;
            turned();
        }
    }

    private void ServerSpoke(int bytes)
    {
        _clientHasTurn = false;
        sentToClient(bytes);
    }

    private async Task PumpAsync(Socket from, Socket to, Valve valve, Action<int> count)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                count(read);
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
