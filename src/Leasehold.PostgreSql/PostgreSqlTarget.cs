using System.Globalization;
using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>Reads where a connection string leads.</summary>
internal static class PostgreSqlTarget
{
    public static DatabaseTarget Read(NpgsqlConnectionStringBuilder settings)
    {
        var user = settings.Username ?? "";
        return new DatabaseTarget
        {
            Driver = "Npgsql",
            Server = ServerOf(settings),
            Database = string.IsNullOrEmpty(settings.Database) ? user : settings.Database,
            User = user,
            Settings = SettingsOf(settings),
        };
    }

    private static string ServerOf(NpgsqlConnectionStringBuilder settings)
    {
        var port = settings.Port.ToString(CultureInfo.InvariantCulture);
        var hosts = (settings.Host ?? "").Split(',', StringSplitOptions.TrimEntries);
        return string.Join(',', hosts.Select(host => WithPort(host, port)));
    }

    // A socket's folder has no port behind a colon; a host of its own port keeps it; an address of IPv6 has colons.
    private static string WithPort(string host, string port)
    {
        if (host.StartsWith('/') || host.StartsWith('@'))
        {
            return $"{host}:{port}";
        }

        var lower = host.ToLowerInvariant();
        var colon = lower.LastIndexOf(':');
        var hasPort = colon > 0 && lower.IndexOf(':', StringComparison.Ordinal) == colon;
        return hasPort || lower.EndsWith(']') ? lower : $"{lower}:{port}";
    }

    private static string SettingsOf(NpgsqlConnectionStringBuilder settings)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!string.IsNullOrWhiteSpace(settings.SearchPath))
        {
            found["search_path"] = settings.SearchPath;
        }

        foreach (var (name, value) in OptionsOf(settings.Options ?? ""))
        {
            // Role and search path decide what is seen; time-outs and the like do not.
            if (name is "search_path" or "role")
            {
                found[name] = value;
            }
        }

        if (!string.IsNullOrEmpty(settings.TargetSessionAttributes)
            && !settings.TargetSessionAttributes.Equals("any", StringComparison.OrdinalIgnoreCase))
        {
            found["target_session_attrs"] = settings.TargetSessionAttributes.ToLowerInvariant();
        }

        return string.Join(", ", found.Select(static setting => $"{setting.Key}={Squeeze(setting.Value)}"));
    }

    // As the server reads them: words between spaces, "-c name=value" or "--name=value", a backslash before a space.
    // Source: PostgreSQL, libpq connection parameters, options.
    private static IEnumerable<(string Name, string Value)> OptionsOf(string options)
    {
        var words = options.Replace("\\ ", "\0", StringComparison.Ordinal)
            .Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => word.Replace('\0', ' '))
            .ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var setting = word switch
            {
                "-c" when i + 1 < words.Count => words[++i],
                _ when word.StartsWith("--", StringComparison.Ordinal) => word[2..],
                _ when word.StartsWith("-c", StringComparison.Ordinal) => word[2..],
                _ => "",
            };
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                yield return (setting[..equals].Replace('-', '_').ToLowerInvariant(), setting[(equals + 1)..]);
            }
        }
    }

    private static string Squeeze(string value) => value.Replace(" ", "", StringComparison.Ordinal);
}
