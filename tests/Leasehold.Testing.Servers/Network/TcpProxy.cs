using System.Net;
using System.Net.Sockets;
using Leasehold.LocalServers.Network;

namespace Leasehold.Testing.Servers.Network;

/// <summary>
/// Stands between a client and a server on loopback and misbehaves as a network does: freezes silently, cuts,
/// refuses, delays, half-closes.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly Lock _lock = new(); // guards _connections, _listener, _accepting, _frozenForNew and _mostOpen
    private readonly List<ProxiedConnection> _connections = [];
    private readonly IPEndPoint _target;
    private readonly IPEndPoint _listen;
    private readonly CancellationTokenSource _stopped = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private TrafficDirection _frozenForNew;
    private int _accepted;
    private int _mostOpen;
    private long _sentToClients;
    private long _turns;

    private TcpProxy(IPEndPoint target, IPEndPoint listen)
    {
        _target = target;
        _listen = listen;
    }

    /// <summary>The port to connect to instead of the server's.</summary>
    public int Port => _listen.Port;

    /// <summary>Every chunk waits this long before it is passed on, both ways.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Delay { get; set; }

    /// <summary>How many connections were accepted since the start.</summary>
    public int AcceptedCount => Volatile.Read(ref _accepted);

    /// <summary>How many bytes the server's side has sent since the start.</summary>
    public long SentToClients => Interlocked.Read(ref _sentToClients);

    /// <summary>How often a client has sent something after an answer: round trips, of all connections.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>How many connections are open now.</summary>
    public int OpenCount => Open().Count;

    /// <summary>The most connections that were open at the clients' ends when one was accepted.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>Starts a proxy to a loopback port.</summary>
    /// <param name="targetPort">The server's.</param>
    /// <param name="listen">Where clients connect to; null for a free port of 127.0.0.1.</param>
    public static TcpProxy Start(int targetPort, IPEndPoint? listen = null)
    {
        var proxy = new TcpProxy(
            new IPEndPoint(IPAddress.Loopback, targetPort),
            listen ?? new IPEndPoint(IPAddress.Loopback, FreePort.Next()));
        proxy.AcceptNew();
        return proxy;
    }

    /// <summary>Silently stops passing bytes on in the connections that exist; new ones work.</summary>
    public void FreezeExisting(TrafficDirection direction = TrafficDirection.Both)
    {
        foreach (var connection in Open())
        {
            connection.Freeze(direction);
        }
    }

    /// <summary>As FreezeExisting, and new connections are accepted but frozen as well.</summary>
    public void FreezeAll(TrafficDirection direction = TrafficDirection.Both)
    {
        lock (_lock)
        {
            _frozenForNew = direction;
        }

        FreezeExisting(direction);
    }

    /// <summary>Lets frozen connections go on with what they held back.</summary>
    public void Thaw()
    {
        lock (_lock)
        {
            _frozenForNew = TrafficDirection.None;
        }

        foreach (var connection in Open())
        {
            connection.Thaw();
        }
    }

    /// <summary>Resets every open connection (RST), both ends see it at once.</summary>
    /// <returns>How many there were.</returns>
    public int CutAll()
    {
        var open = Open();
        foreach (var connection in open)
        {
            connection.Cut();
        }

        return open.Count;
    }

    /// <summary>Ends the server's half of every connection (FIN to the client); the client's half stays open.</summary>
    public void HalfCloseAll()
    {
        foreach (var connection in Open())
        {
            connection.HalfClose();
        }
    }

    /// <summary>From now on a connect is refused, as when nothing listens; open connections go on.</summary>
    public async Task RefuseNewAsync()
    {
        Task accepting;
        lock (_lock)
        {
            _listener?.Stop();
            _listener = null;
            accepting = _accepting;
        }

        await accepting;
    }

    /// <summary>Accepts again, on the same port.</summary>
    public void AcceptNew()
    {
        lock (_lock)
        {
            if (_listener is not null)
            {
                return;
            }

            var listener = new TcpListener(_listen);
            listener.Start();
            _listener = listener;
            _accepting = AcceptAsync(listener);
        }
    }

    /// <summary>Cuts everything and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await RefuseNewAsync();
        CutAll();
        _stopped.Dispose();
    }

    private List<ProxiedConnection> Open()
    {
        lock (_lock)
        {
            _connections.RemoveAll(static connection => connection.IsOver);
            return [.. _connections];
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(_stopped.Token);
                var connection = new ProxiedConnection(
                    client, () => Delay, read => Interlocked.Add(ref _sentToClients, read),
                    () => Interlocked.Increment(ref _turns));
                lock (_lock)
                {
                    connection.Freeze(_frozenForNew);
                    _connections.Add(connection);
                    _mostOpen = Math.Max(_mostOpen, _connections.Count(static one => one.IsClientOpen));
                }

                Interlocked.Increment(ref _accepted);
                _ = connection.RunAsync(_target);
            }
        }
        catch (Exception error)
            when (error is SocketException or InvalidOperationException or OperationCanceledException)
        {
            // The listener was stopped: RefuseNew or Dispose.
        }
    }
}
