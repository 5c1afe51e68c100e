using Leasehold.Providers;
using Microsoft.Data.Sqlite;

namespace Leasehold.Sqlite;

/// <summary>Reads which file a connection string names.</summary>
internal static class SqliteTarget
{
    private const string DataDirectory = "|DataDirectory|";

    public static DatabaseTarget Read(SqliteConnectionStringBuilder settings)
        => new()
        {
            Driver = "SQLite",
            Server = "",
            Database = PathOf(settings),
            Settings = settings.Mode is SqliteOpenMode.ReadOnly ? "Mode=ReadOnly" : "",
        };

    private static string PathOf(SqliteConnectionStringBuilder settings)
    {
        var source = settings.DataSource;
        if (settings.Mode == SqliteOpenMode.Memory || source is "" or ":memory:")
        {
            return source is "" or ":memory:" ? "in memory" : $"in memory: {source}";
        }

        var path = source;
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            var query = path.IndexOf('?', StringComparison.Ordinal);
            if (query >= 0 && path[query..].Contains("mode=memory", StringComparison.OrdinalIgnoreCase))
            {
                return $"in memory: {source}";
            }

            path = Uri.UnescapeDataString(query < 0 ? path[5..] : path[5..query]);
            path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..].TrimStart('/').Insert(0, "/") : path;
        }

        // As the driver finds it: in the application's data directory, if it has one.
        var folder = AppDomain.CurrentDomain.GetData("DataDirectory") as string;
        if (path.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase))
        {
            path = Path.Combine(
                string.IsNullOrEmpty(folder) ? AppContext.BaseDirectory : folder,
                path[DataDirectory.Length..].TrimStart('/', '\\'));
        }
        else if (!string.IsNullOrEmpty(folder))
        {
            path = Path.Combine(folder, path);
        }

        path = Path.GetFullPath(path);
        return OperatingSystem.IsWindows() ? path.ToLowerInvariant() : path;
    }
}
