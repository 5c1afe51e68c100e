using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>
/// <c>postgresql://user:password@host:port,host2/database?sslmode=…</c> as a connection string of Npgsql's.
/// </summary>
public static class PostgreSqlUrl
{
    private const int UsualPort = 5432;

    // Source: libpq's parameter key words; Npgsql takes its own names only.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["client_encoding"] = "Client Encoding",
        ["target_session_attrs"] = "Target Session Attributes",
        ["channel_binding"] = "Channel Binding",
        ["gssencmode"] = "GSS Encryption Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["load_balance_hosts"] = "Load Balance Hosts",
        ["ssl"] = "SSL Mode",
    };

    /// <summary>Reads a URL; its parameters are passed on to the driver.</summary>
    /// <param name="text">A URL, or a connection string of Npgsql's.</param>
    /// <returns>The connection string; the text itself when it is no URL.</returns>
    /// <exception cref="FormatException">
    /// It is a URL, but not a right one; the message holds nothing of the user information.
    /// </exception>
    public static string ToConnectionString(string text)
    {
        if (ServerUrl.TryRead(text, "postgresql", "postgres") is not { } url)
        {
            return text;
        }

        var builder = new NpgsqlConnectionStringBuilder { Username = url.User };
        (builder.Host, builder.Port) = url.Hosts is [var (host, port)]
            ? (host, port ?? UsualPort)
            : (string.Join(',', url.Hosts.Select(static one => $"{one.Host}:{one.Port ?? UsualPort}")), UsualPort);
        builder.Password = url.Password ?? builder.Password;
        builder.Database = url.Database.Length > 0 ? url.Database : builder.Database;
        foreach (var (name, value) in url.Parameters)
        {
            try
            {
                if (!IsSystemStore(name, value))
                {
                    builder[Names.TryGetValue(name, out var known) ? known : name.Replace('_', ' ')] =
                        ValueOf(name, value);
                }
            }
            catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidCastException)
            {
                throw ServerUrl.UnknownParameter(name);
            }
        }

        return builder.ConnectionString;
    }

    // Source: libpq, sslrootcert: "system" is the machine's own store, which is what Npgsql uses without a file.
    private static bool IsSystemStore(string name, string value)
        => name.Equals("sslrootcert", StringComparison.OrdinalIgnoreCase)
            && value.Equals("system", StringComparison.OrdinalIgnoreCase);

    private static string ValueOf(string name, string value)
        => (name.ToUpperInvariant(), value.ToUpperInvariant()) switch
        {
            (_, "VERIFY-FULL") => "VerifyFull",
            (_, "VERIFY-CA") => "VerifyCA",
            ("SSL", "TRUE" or "1" or "ON") => "Require",
            ("SSL", "FALSE" or "0" or "OFF") => "Disable",
            ("LOAD_BALANCE_HOSTS", "RANDOM") => "true",
            ("LOAD_BALANCE_HOSTS", "DISABLE") => "false",
            _ => value,
        };
}
