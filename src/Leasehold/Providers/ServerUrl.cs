using System.Globalization;

namespace Leasehold.Providers;

/// <summary>
/// A database server's URL in its parts: <c>scheme://user:password@host:port/database?name=value</c>, as libpq, the
/// MySQL shell and most hosting platforms write it.
/// </summary>
/// <remarks>
/// Immutable. System.Uri is not used: it rewrites hosts and paths, knows no list of hosts, and its errors quote the
/// password.
/// </remarks>
public sealed class ServerUrl
{
    private ServerUrl(string text)
    {
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        Scheme = text[..separator].Split('+')[0].ToLowerInvariant();
        var rest = text[(separator + 3)..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var (target, query) = mark < 0 ? (rest, "") : (rest[..mark], rest[(mark + 1)..]);
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? target : target[..slash];
        Database = Decode(slash < 0 ? "" : target[(slash + 1)..]);
        if (Database.Contains('@', StringComparison.Ordinal) && !authority.Contains('@', StringComparison.Ordinal))
        {
            throw Bad("user or password holds a character that must be percent-encoded (/ is %2F, ? is %3F)");
        }

        var at = authority.LastIndexOf('@');
        (User, Password) = UserInformation(at < 0 ? null : authority[..at]);
        Hosts = [.. authority[(at + 1)..].Split(',').Select(Address)];
        Parameters = [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter)];
    }

    /// <summary>What stands before <c>://</c>, in lower case, without a <c>+driver</c>.</summary>
    public string Scheme { get; }

    /// <summary>The servers, at least one; a port is null where none is given.</summary>
    public IReadOnlyList<(string Host, int? Port)> Hosts { get; }

    /// <summary>The user; null when there is none.</summary>
    public string? User { get; }

    /// <summary>The password; null when there is none.</summary>
    public string? Password { get; }

    /// <summary>The database; empty when there is none.</summary>
    public string Database { get; }

    /// <summary>The parameters after the question mark, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>Reads a URL.</summary>
    /// <param name="text">A URL, or a connection string of the driver's.</param>
    /// <param name="schemes">The schemes that are meant, in lower case.</param>
    /// <returns>Null when it does not begin with one of these schemes.</returns>
    /// <exception cref="FormatException">
    /// It is such a URL, but not a right one; the message holds nothing of the user information.
    /// </exception>
    public static ServerUrl? TryRead(string text, params IReadOnlyCollection<string> schemes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schemes);
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        return separator > 0 && schemes.Contains(text[..separator].Split('+')[0], StringComparer.OrdinalIgnoreCase)
            ? new ServerUrl(text)
            : null;
    }

    /// <summary>The error of a URL whose parameter the driver does not take.</summary>
    /// <param name="parameter">The parameter's name.</param>
    public static FormatException UnknownParameter(string parameter)
        => Bad($"the driver does not know its parameter '{parameter}', or not with that value");

    /// <summary>Never shows the user information.</summary>
    public override string ToString() => $"{Scheme}://…";

    private static (string? User, string? Password) UserInformation(string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (Decode(text), null) : (Decode(text[..colon]), Decode(text[(colon + 1)..]));
    }

    private static (string Host, int? Port) Address(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.LastIndexOf(':');
        var hasPort = colon > end;
        var host = Decode(end > 0 ? text[1..end] : hasPort ? text[..colon] : text);
        if (!hasPort)
        {
            return (host.Length > 0 ? host : "localhost", null);
        }

        return int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65_535
                ? (host.Length > 0 ? host : "localhost", port)
                : throw Bad("its port is not a number from 1 to 65535");
    }

    private static KeyValuePair<string, string> Parameter(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return new(
            Decode(equals < 0 ? pair : pair[..equals]), equals < 0 ? "" : Decode(pair[(equals + 1)..]));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static FormatException Bad(string why) => new($"The database's URL: {why}.");
}
