using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Leasehold.Images.Fetching;

/// <summary>
/// Judges a user's URL by its text alone: scheme, user information, port, spelling of addresses, names of this machine
/// or its network. Whoever connects judges the resolved addresses once more.
/// </summary>
internal static class UrlRule
{
    public const int MaxLength = 2000;

    private static readonly string[] PrivateSuffixes =
        [".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa"];

    /// <summary>The URL, or why it is refused; the reason repeats nothing of it.</summary>
    public static bool TryRead(
        string? text, AllowedHosts allowed, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? reason)
    {
        url = null;
        reason = WhyNotText(text);
        if (reason is not null)
        {
            return false;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0)
        {
            reason = "it must be an absolute http or https address";
            return false;
        }

        reason = uri.UserInfo.Length > 0 || Authority(text!).Contains('@', StringComparison.Ordinal)
            ? "it must hold no user information"
            : allowed.Contains(uri) ? null : WhyNot(uri, RawHost(Authority(text!)));
        url = reason is null ? uri : null;
        return url is not null;
    }

    /// <summary>As above, for a hop that a redirect names.</summary>
    public static bool Allows(Uri url, AllowedHosts allowed)
        => TryRead(url.OriginalString.Length > 0 && url.IsAbsoluteUri ? url.AbsoluteUri : null, allowed, out _, out _);

    private static string? WhyNotText(string? text)
        => string.IsNullOrEmpty(text) ? "it is missing"
            : text.Length > MaxLength ? $"it must have at most {MaxLength} characters"
            : text.Any(static c => c is <= ' ' or '\\' or >= '\u007f')
                ? "it must be printable ASCII without backslashes"
            : null;

    private static string? WhyNot(Uri uri, string rawHost)
    {
        if (!uri.IsDefaultPort)
        {
            return "its port must be the scheme's own";
        }

        if (uri.HostNameType is UriHostNameType.IPv6)
        {
            // An IPv4 address inside an IPv6 one is somebody's trick, whatever it is, and so is the zone of a link.
            return rawHost.AsSpan().ContainsAny('.', '%')
                ? "an address must be written as numbers alone"
                : WhyNotAddress(IPAddress.Parse(uri.Host));
        }

        var host = rawHost.TrimEnd('.');
        if (EndsInNumber(host))
        {
            // Every other spelling of an address (decimal, hexadecimal, octal, short) is read differently by someone.
            return IPAddress.TryParse(host, out var address) && address.ToString() == host
                ? WhyNotAddress(address)
                : "an address must be written as four decimal numbers";
        }

        return WhyNotName(uri, host);
    }

    private static string? WhyNotAddress(IPAddress address)
        => PublicAddresses.Contain(address) ? null : "its host is not on the public internet";

    private static string? WhyNotName(Uri uri, string host)
        => uri.HostNameType != UriHostNameType.Dns || host.Contains('%', StringComparison.Ordinal)
            ? "its host is not a name or an address"
            : !host.Contains('.', StringComparison.Ordinal)
                || Array.Exists(
                    PrivateSuffixes, suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                ? "its host is not on the public internet"
                : null;

    // Source: https://url.spec.whatwg.org/#ends-in-a-number-checker
    private static bool EndsInNumber(string host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return last.Length > 0
            && (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase));
    }

    private static string Authority(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        var rest = start < 0 ? text : text[(start + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    private static string RawHost(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon < 0 || authority.EndsWith(']') ? authority : authority[..colon];
    }
}
