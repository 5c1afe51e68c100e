using System.Net;
using System.Net.Sockets;
using Leasehold.LocalServers.Network;

namespace Leasehold.Testing.Servers.Network;

/// <summary>Accepts connections and never reads or answers: what a hung server looks like from outside.</summary>
public sealed class BlackHole : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Lock _lock = new(); // guards _accepted and _waiters
    private readonly List<Socket> _accepted = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private readonly Task _accepting;

    private BlackHole()
    {
        Port = FreePort.Next();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>How many connections it has swallowed.</summary>
    public int AcceptedCount
    {
        get
        {
            lock (_lock)
            {
                return _accepted.Count;
            }
        }
    }

    /// <summary>Starts to listen.</summary>
    public static BlackHole Start() => new();

    /// <summary>Completes once so many connections were swallowed.</summary>
    public Task WaitForConnectionsAsync(int count, TimeSpan timeout)
    {
        lock (_lock)
        {
            if (_accepted.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task.WaitAsync(timeout);
        }
    }

    /// <summary>Closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var socket in _accepted)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Keep(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // Disposed: the listener says ObjectDisposed, or that it was never started.
        }
    }

    private void Keep(Socket socket)
    {
        lock (_lock)
        {
            _accepted.Add(socket);
            foreach (var (_, reached) in _waiters.Where(waiter => waiter.Count <= _accepted.Count))
            {
                reached.TrySetResult();
            }
        }
    }
}
