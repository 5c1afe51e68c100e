using Leasehold.MySql;
using Leasehold.PostgreSql;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Data.Sqlite;

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

        try
        {
            return new DatabaseSettings(kind, kind switch
            {
                DatabaseKind.Sqlite => Sqlite(url[(separator + 3)..]),
                DatabaseKind.PostgreSql => PostgreSqlUrl.ToConnectionString(url),
                _ => MySqlUrl.ToConnectionString(url),
            });
        }
        catch (FormatException problem)
        {
            throw new ServiceStartException($"DATABASE_URL: {problem.Message}");
        }
    }

    private static string Sqlite(string rest)
    {
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var (target, query) = mark < 0 ? (rest, "") : (rest[..mark], rest[(mark + 1)..]);
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

    private static void Apply(SqliteConnectionStringBuilder builder, string query)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            try
            {
                builder[name.Replace('_', ' ')] = value;
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
