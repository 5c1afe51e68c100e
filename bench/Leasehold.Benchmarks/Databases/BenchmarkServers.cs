using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Benchmarks.Databases;

/// <summary>
/// The databases that can be measured here: SQLite always, the servers when they are installed or named.
/// </summary>
internal static class BenchmarkServers
{
    public static IReadOnlyList<string> All { get; } = ["sqlite", "postgresql", "mariadb"];

    /// <summary>
    /// Starts a private server where none is named, and names it to the processes this one starts: every benchmark
    /// runs in a process of its own, and they all are to meet the same server.
    /// </summary>
    /// <returns>Why the database cannot be measured; null when it can.</returns>
    public static async Task<string?> PrepareAsync(string database)
    {
        if (string.Equals(database, "sqlite", StringComparison.Ordinal))
        {
            return null;
        }

        var isPostgreSql = string.Equals(database, "postgresql", StringComparison.Ordinal);
        var variable = isPostgreSql ? TestServers.PostgreSqlVariable : TestServers.MySqlVariable;
        var found = await FindAsync(isPostgreSql);
        if (!found.TryGet(out var server))
        {
            return $"{found.Reason} Or name an existing server's connection string in {variable}.";
        }

        Environment.SetEnvironmentVariable(variable, server.ConnectionString);
        return null;
    }

    /// <exception cref="InvalidOperationException">There is no such server here.</exception>
    public static async Task<DatabasePair> ConnectAsync(string database) => database switch
    {
        "sqlite" => SqlitePair.Create(),
        "postgresql" => PostgreSqlPair.Create((await FindAsync(isPostgreSql: true)).Server.ConnectionString),
        "mariadb" => MariaDbPair.Create((await FindAsync(isPostgreSql: false)).Server.ConnectionString),
        _ => throw new ArgumentOutOfRangeException(
            nameof(database), database, $"Choose one of: {string.Join(", ", All)}."),
    };

    private static Task<ServerAvailability<IDatabaseEndpoint>> FindAsync(bool isPostgreSql)
        => isPostgreSql ? TestServers.TryGetPostgreSqlAsync() : TestServers.TryGetMariaDbAsync();
}
