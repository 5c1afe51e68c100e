using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Leasehold.Payments.Tests.Hosting;

/// <summary>Requests byte for byte, as no client library would send them.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task<int> SendAsync(Uri service, string head, string body = "")
        => SendAsync(service, head, Encoding.UTF8.GetBytes(body));

    /// <summary>The status; 0 where the service hung up without one, which is its right.</summary>
    public static async Task<int> SendAsync(Uri service, string head, ReadOnlyMemory<byte> body)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(service.Host, service.Port, patience.Token);
        var stream = client.GetStream();
        var text = head.ReplaceLineEndings("\r\n").TrimEnd()
            + $"\r\nHost: {service.Authority}\r\nConnection: close\r\n\r\n";
        byte[] message = [.. Encoding.UTF8.GetBytes(text), .. body.Span];
        try
        {
            await stream.WriteAsync(message, patience.Token);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return StatusOf(await reader.ReadLineAsync(patience.Token));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static int StatusOf(string? line)
        => line?.Split(' ') is [_, var status, ..] ? int.Parse(status, CultureInfo.InvariantCulture) : 0;
}
