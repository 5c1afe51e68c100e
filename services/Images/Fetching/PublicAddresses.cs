using System.Net;
using System.Net.Sockets;

namespace Leasehold.Images.Fetching;

/// <summary>Tells addresses of the public internet from all others, which a user's URL must never reach.</summary>
/// <remarks>
/// IPv4 is public unless it is reserved; IPv6 is not public unless it is global unicast, and forms that carry an IPv4
/// address inside are never public, whatever that address is.
/// Source: https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
/// </remarks>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] ReservedV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT; a cloud's metadata at 100.100.100.200
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // a cloud's own service, at a public address
        IPNetwork.Parse("169.254.0.0/16"), // link-local; most clouds' metadata at 169.254.169.254
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"), // multicast, reserved, broadcast
    ];

    // Loopback, link-local, unique-local, multicast, IPv4-mapped, IPv4-compatible and NAT64 lie outside of it.
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] ReservedV6 =
    [
        IPNetwork.Parse("2001::/23"), // Teredo and other protocol assignments
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"), // 6to4
        IPNetwork.Parse("3fff::/20"),
    ];

    public static bool Contain(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetwork
            ? !Array.Exists(ReservedV4, network => network.Contains(address))
            : address.ScopeId == 0
                && !address.IsIPv4MappedToIPv6
                && GlobalV6.Contains(address)
                && !Array.Exists(ReservedV6, network => network.Contains(address));
}
