using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Leasehold.Testing.Servers.Tests;

/// <summary>Answers every byte with itself, and tells which bytes have arrived.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<byte, TaskCompletionSource> _arrived = new();
    private readonly Task _accepting;

    public EchoServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Task WaitForAsync(byte value) => Arrival(value).Task;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private TaskCompletionSource Arrival(byte value) => _arrived.GetOrAdd(
        value, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // Disposed: the listener says ObjectDisposed, or that it was never started.
        }
    }

    private async Task EchoAsync(Socket client)
    {
        using (client)
        {
            var buffer = new byte[1];
            try
            {
                while (await client.ReceiveAsync(buffer) > 0)
                {
                    Arrival(buffer[0]).TrySetResult();
                    await client.SendAsync(buffer);
                }
            }
            catch (SocketException)
            {
                // The client cut the connection.
            }
        }
    }
}
