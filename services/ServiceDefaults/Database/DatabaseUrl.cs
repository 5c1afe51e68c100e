using System.Data.Common;
using System.Globalization;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>
/// DATABASE_URL as settings: <c>sqlite:///relative.db</c>, <c>sqlite:////absolute.db</c>,
/// <c>postgresql://user:pass@host:port/db?sslmode=…</c>, <c>mysql://…</c>; a <c>+driver</c> in the scheme is ignored.
/// </summary>
/// <remarks>System.Uri is not used: it rewrites hosts and paths, and its errors quote the password.</remarks>
public static class DatabaseUrl
{
    /// <summary>Parses a URL; query parameters are passed on to the driver.</summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="ServiceStartException">
    /// It is not such a URL; the message holds nothing of the user information.
    /// </exception>
    public static DatabaseSettings Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var separator = url.IndexOf("://", StringComparison.Ordinal);
        if (separator <= 0)
        {
            throw Bad("it must start with a scheme such as sqlite:///, postgresql:// or mysql://");
        }

        var scheme = url[..separator].Split('+')[0];
        if (!DatabaseSettings.TryParseKind(scheme, out var kind))
        {
            // The text before "://" may be anything, a pasted password too, so it is not repeated.
            throw Bad("its scheme is not one of sqlite, postgresql, postgres, mysql, mariadb");
        }

        var rest = url[(separator + 3)..];
        return new DatabaseSettings(kind, kind == DatabaseKind.Sqlite ? Sqlite(rest) : Server(kind, rest));
    }

    private static string Sqlite(string rest)
    {
        var (target, query) = SplitQuery(rest);
        if (!target.StartsWith('/'))
        {
            throw Bad("a SQLite file has three slashes before a relative path and four before an absolute one");
        }

        var path = Decode(target[1..]);
        if (path is "" or ":memory:")
        {
            throw Bad("an in-memory SQLite database cannot be shared by a pool: name a file");
        }

        var builder = new SqliteConnectionStringBuilder { DataSource = path };
        Apply(builder, query);
        return builder.ToString();
    }

    private static string Server(DatabaseKind kind, string rest)
    {
        var (target, query) = SplitQuery(rest);
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? target : target[..slash];
        var database = Decode(slash < 0 ? "" : target[(slash + 1)..]);
        if (database.Contains('@', StringComparison.Ordinal) && !authority.Contains('@', StringComparison.Ordinal))
        {
            throw Bad("user or password holds a character that must be percent-encoded (/ is %2F, ? is %3F)");
        }

        var at = authority.LastIndexOf('@');
        var (user, password) = UserInformation(at < 0 ? null : authority[..at]);
        var (host, port) = Address(authority[(at + 1)..]);
        return kind == DatabaseKind.PostgreSql
            ? PostgreSql(host, port, user, password, database, query)
            : MySql(host, port, user, password, database, query);
    }

    private static string PostgreSql(
        string host, int? port, string? user, string? password, string database, string query)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = host, Port = port ?? 5432, Username = user };
        builder.Password = password ?? builder.Password;
        builder.Database = database.Length > 0 ? database : builder.Database;
        Apply(builder, query);
        return builder.ToString();
    }

    private static string MySql(
        string host, int? port, string? user, string? password, string database, string query)
    {
        var builder = new MySqlConnectionStringBuilder
        {
            Server = host,
            Port = (uint)(port ?? 3306),
            UserID = user ?? "",
            Password = password ?? "",
            Database = database.Length > 0 ? database : throw Bad("it names no database after the host"),
        };
        Apply(builder, query);
        return builder.ToString();
    }

    private static (string Target, string Query) SplitQuery(string text)
    {
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (text, "") : (text[..mark], text[(mark + 1)..]);
    }

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
        var host = end > 0 ? text[1..end] : hasPort ? text[..colon] : text;
        if (!hasPort)
        {
            return (host.Length > 0 ? host : "localhost", null);
        }

        return int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65_535
                ? (host.Length > 0 ? host : "localhost", port)
                : throw Bad("its port is not a number from 1 to 65535");
    }

    private static void Apply(DbConnectionStringBuilder builder, string query)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            try
            {
                builder[DriverParameters.NameOf(builder, name)] = DriverParameters.ValueOf(value);
            }
            catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidCastException)
            {
                throw Bad($"the driver does not know its parameter '{name}', or not with that value");
            }
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static ServiceStartException Bad(string why) => new($"DATABASE_URL: {why}.");
}
