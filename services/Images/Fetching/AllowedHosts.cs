namespace Leasehold.Images.Fetching;

/// <summary>The host:port pairs that configuration lets through although the rules would not.</summary>
/// <remarks>Immutable. Only a literal match counts: a name is not resolved to see whether it is one of them.</remarks>
internal sealed class AllowedHosts
{
    private readonly HashSet<string> _pairs;

    private AllowedHosts(HashSet<string> pairs) => _pairs = pairs;

    public static AllowedHosts None { get; } = new([]);

    /// <summary>Reads pairs such as <c>127.0.0.1:5092</c> or <c>[::1]:5092</c>; false names what is none.</summary>
    public static bool TryRead(IEnumerable<string> texts, out AllowedHosts allowed, out string? faulty)
    {
        var pairs = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            if (!Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var uri)
                || !text.EndsWith($":{uri.Port}", StringComparison.Ordinal)
                || uri.UserInfo.Length > 0
                || uri.AbsolutePath != "/")
            {
                (allowed, faulty) = (None, text);
                return false;
            }

            pairs.Add(Pair(uri.Host, uri.Port));
        }

        (allowed, faulty) = (new AllowedHosts(pairs), null);
        return true;
    }

    public bool Contains(Uri uri) => _pairs.Contains(Pair(uri.Host, uri.Port));

    public bool Contains(string host, int port) => _pairs.Contains(Pair(host, port));

    // Uri keeps the brackets of an IPv6 host, a DnsEndPoint does not.
    private static string Pair(string host, int port) => $"{host.Trim('[', ']')}:{port}";
}
