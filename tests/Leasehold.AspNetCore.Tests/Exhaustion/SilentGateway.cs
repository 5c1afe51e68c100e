using System.Net;
using System.Net.Sockets;

namespace Leasehold.AspNetCore.Tests;

/// <summary>Somebody else's API that takes calls and does not answer, reached by a name of its own.</summary>
internal sealed class SilentGateway : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _calls = [];

    public SilentGateway()
    {
        _listener.Start();
        Client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
    }

    public static Uri Charges { get; } = new("http://pay.example/charges");

    public HttpClient Client { get; }

    /// <summary>Returns once so many more calls have come.</summary>
    public async Task CalledAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _calls.Add(await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>Every call ends without an answer.</summary>
    public void HangUp() => _calls.ForEach(static call => call.Dispose());

    public void Dispose()
    {
        HangUp();
        Client.Dispose();
        _listener.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_listener.LocalEndpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
