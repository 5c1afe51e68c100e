using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Leasehold.Demo;

/// <summary>Where the demo listens: always the same unless asked otherwise, so that the tour can be copied.</summary>
/// <param name="First">The first port; the others are at fixed distances from it.</param>
internal sealed record DemoAddresses(int First)
{
    public const int UsualFirst = 5080;

    /// <summary>Below it ports need rights.</summary>
    public const int LowestFirst = 1024;

    public const int HighestFirst = IPEndPoint.MaxPort - LastDistance;

    private const int LastDistance = 12;

    public static DemoAddresses Usual { get; } = new(UsualFirst);

    /// <summary>The page; in the ordinary demo only.</summary>
    public string Page => At(0);

    public string Payments => At(1);

    /// <summary>The second instance of cluster mode.</summary>
    public string OtherPayments => At(3);

    public string Images => At(2);

    /// <summary>The second instance of cluster mode.</summary>
    public string OtherImages => At(4);

    public string Gateway => At(11);

    public string Processor => At(LastDistance);

    /// <summary>Those ports that somebody else listens on.</summary>
    /// <param name="isCluster">Whether cluster mode's are meant.</param>
    public IReadOnlyList<int> Taken(bool isCluster)
    {
        string[] wanted = isCluster
            ? [Payments, Images, OtherPayments, OtherImages, Gateway, Processor]
            : [Page, Payments, Images, Gateway, Processor];
        return [.. wanted.Select(static url => new Uri(url).Port).Where(static port => !IsFree(port))];
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

    private string At(int distance) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{First + distance}");
}
