using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Leasehold.LocalServers.Network;

/// <summary>
/// Finds loopback ports below the range from which the system serves outgoing connections: a server that is
/// stopped and started again on its port must not lose it to one of the test's own client connections.
/// </summary>
public static class FreePort
{
    private const int First = 15_000;
    private const int End = 32_000; // Linux's ephemeral range starts at 32768
    private static readonly Lock Lock = new(); // guards Given
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that is free now; the same one is never given twice in one process.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            lock (Lock)
            {
                if (!Given.Add(port))
                {
                    continue;
                }
            }

            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free loopback port between {First} and {End}.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
