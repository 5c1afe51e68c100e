using System.Net;
using System.Net.Sockets;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>Someone to call: answers every request with 200 and nothing, and counts them.</summary>
public sealed class OtherSide : IAsyncDisposable
{
    private static readonly byte[] Answer
        = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _answering;
    private int _requests;

    /// <summary>Listens, outside the test's own flow.</summary>
    public OtherSide()
    {
        _listener.Start();
        using (ExecutionContext.SuppressFlow())
        {
            _answering = Task.Run(AnswerAllAsync);
        }
    }

    /// <summary>Requests that arrived.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Host and port.</summary>
    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>An address with something in it that no report may hold.</summary>
    public Uri Uri => new($"http://{Authority}/v1/secret?token=secret");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    private async Task AnswerAllAsync()
    {
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync();
            var buffer = new byte[8192];
            var length = 0;
            while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length));
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            Interlocked.Increment(ref _requests);
            await socket.SendAsync(Answer);
            socket.Shutdown(SocketShutdown.Both);
        }
    }
}
