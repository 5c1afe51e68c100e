using System.Net;
using System.Net.Sockets;
using Leasehold.Images.Fetching;
using Leasehold.Simulators.ImageProcessor.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Fetching;

/// <summary>Connects to public addresses only: what a name means is judged at the moment of connecting.</summary>
internal static class GuardedHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A handler without redirects, proxy, cookies, credentials or decompression.</summary>
    /// <param name="settings">Which hosts are let through.</param>
    /// <param name="resolve">What a name means; tests give their own.</param>
    public static SocketsHttpHandler Create(
        ProcessorSettings settings, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
        => new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null, // whoever serves the picture learns nothing of our traces
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromSeconds(30),
            ConnectCallback = (context, token) => ConnectAsync(
                settings.Hosts, resolve ?? Dns.GetHostAddressesAsync, context.DnsEndPoint, token),
        };

    private static async ValueTask<Stream> ConnectAsync(
        AllowedHosts allowed,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        DnsEndPoint target,
        CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            : await resolve(target.Host, cancellationToken);

        // One private address among public ones is enough: the next answer might put it first.
        if (!allowed.Contains(target.Host, target.Port) && !Array.TrueForAll(addresses, PublicAddresses.Contain))
        {
            throw new HttpRequestException("The host is not on the public internet.");
        }

        return await ConnectAsync(addresses, target.Port, cancellationToken);
    }

    // To the addresses that were judged, not to the name: it could mean something else by now.
    private static async Task<Stream> ConnectAsync(
        IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
