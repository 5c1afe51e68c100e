using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Reads;

/// <summary>
/// Callers that read, each on a connection of its own. Written on sockets: it shares the machine with what it measures,
/// and an HTTP client would use more of it than some of the servers do.
/// </summary>
internal sealed class ReadClient : IDisposable
{
    private readonly Socket[] _sockets;
    private readonly byte[][] _requests;

    private ReadClient(Socket[] sockets, byte[][] requests)
    {
        _sockets = sockets;
        _requests = requests;
    }

    public static async Task<ReadClient> OpenAsync(Uri service, IReadOnlyList<string> paths, int callers)
    {
        var sockets = new Socket[callers];
        for (var i = 0; i < callers; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(IPAddress.Loopback, service.Port);
        }

        return new ReadClient(sockets, [.. paths.Select(path => Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {service.Authority}\r\n"
            + $"Authorization: {ScenarioCaller.Authorization}\r\n\r\n"))]);
    }

    /// <summary>The answer to the first of the paths: its body.</summary>
    public async Task<string> ReadFirstAsync()
    {
        var answer = new ReadAnswer(_sockets[0]);
        return await answer.ReceiveAsync(_requests[0]) ? answer.Body : "";
    }

    /// <summary>All callers read for so long, each one thing after the other.</summary>
    public async Task<LoadResult> RunAsync(TimeSpan length)
    {
        var result = new LoadResult();
        var startedAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(_sockets.Select(ReadAsync));
        result.Elapsed = Stopwatch.GetElapsedTime(startedAt);
        return result;

        async Task ReadAsync(Socket socket, int caller)
        {
            var answer = new ReadAnswer(socket);
            for (var i = caller; Stopwatch.GetElapsedTime(startedAt) < length; i += _sockets.Length)
            {
                var sentAt = Stopwatch.GetTimestamp();
                var isRead = await answer.ReceiveAsync(_requests[i % _requests.Length]);
                result.Add(isRead ? Answer.Completed : Answer.Failed, Stopwatch.GetElapsedTime(sentAt));
            }
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }
}
