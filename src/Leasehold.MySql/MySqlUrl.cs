using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>
/// <c>mysql://user:password@host:port/database?sslmode=…</c> as a connection string of MySqlConnector's.
/// </summary>
public static class MySqlUrl
{
    private const int UsualPort = 3306;

    /// <summary>A check that is not asked for changes nothing.</summary>
    private const string NoCheck = "";

    // As the MySQL shell, PyMySQL, mysqlclient and hosting platforms write them, without '-' and '_'; each with the
    // driver's name.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["ssl"] = "SSL Mode",
        ["usessl"] = "SSL Mode",
        ["sslaccept"] = "SSL Mode",
        ["sslverifyidentity"] = "SSL Mode",
        ["sslverifycert"] = "SSL Mode",
        ["sslca"] = "SSL CA",
        ["sslcert"] = "SSL Cert",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Connection Timeout",
    };

    /// <summary>Reads a URL; its parameters are passed on to the driver.</summary>
    /// <param name="text">A URL, or a connection string of MySqlConnector's.</param>
    /// <returns>The connection string; the text itself when it is no URL.</returns>
    /// <exception cref="FormatException">
    /// It is a URL, but not a right one; the message holds nothing of the user information.
    /// </exception>
    public static string ToConnectionString(string text)
    {
        if (ServerUrl.TryRead(text, "mysql", "mariadb") is not { } url)
        {
            return text;
        }

        var ports = url.Hosts.Select(static one => one.Port ?? UsualPort).Distinct().ToList();
        var builder = new MySqlConnectionStringBuilder
        {
            Server = string.Join(',', url.Hosts.Select(static one => one.Host)),
            Port = ports is [var port]
                ? (uint)port
                : throw new FormatException("The database's URL: the driver takes one port for all servers."),
            UserID = url.User ?? "",
            Password = url.Password ?? "",
            Database = url.Database.Length > 0
                ? url.Database
                : throw new FormatException("The database's URL: it names no database after the host."),
        };
        foreach (var (name, value) in url.Parameters)
        {
            try
            {
                Set(builder, name, value);
            }
            catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidCastException)
            {
                throw ServerUrl.UnknownParameter(name);
            }
        }

        return builder.ConnectionString;
    }

    private static void Set(MySqlConnectionStringBuilder builder, string name, string value)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (plain.Equals("unixsocket", StringComparison.OrdinalIgnoreCase))
        {
            (builder.Server, builder.ConnectionProtocol) = (value, MySqlConnectionProtocol.UnixSocket);
            return;
        }

        var key = Names.TryGetValue(plain, out var known) || Names.TryGetValue(name, out known)
            ? known
            : name.Replace('_', ' ');
        var text = ValueOf(plain.ToUpperInvariant(), value);
        var isWeaker = key == Names["ssl"]
            && plain.StartsWith("sslverify", StringComparison.OrdinalIgnoreCase)
            && text == NoCheck;
        if (!isWeaker)
        {
            builder[key] = text;
        }
    }

    private static string ValueOf(string name, string value)
        => (name, value.ToUpperInvariant()) switch
        {
            (_, "VERIFY_IDENTITY") => "VerifyFull",
            (_, "VERIFY_CA") => "VerifyCA",
            ("SSL" or "USESSL", "TRUE" or "1") => "Required",
            ("SSL" or "USESSL", "FALSE" or "0") => "Disabled",
            ("SSLACCEPT", "STRICT") => "VerifyFull",
            ("SSLACCEPT", "ACCEPT_INVALID_CERTS") => "Required",
            ("SSLVERIFYIDENTITY", "TRUE" or "1") => "VerifyFull",
            ("SSLVERIFYCERT", "TRUE" or "1") => "VerifyCA",
            ("SSLVERIFYIDENTITY" or "SSLVERIFYCERT", "FALSE" or "0") => NoCheck,
            _ => value,
        };
}
