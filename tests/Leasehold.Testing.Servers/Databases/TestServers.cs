namespace Leasehold.Testing.Servers.Databases;

/// <summary>
/// The servers that tests share. A server that LEASEHOLD_TEST_POSTGRESQL or LEASEHOLD_TEST_MYSQL names is used as it
/// is; otherwise one is started when first asked for, once per process, and ends with the process.
/// </summary>
public static class TestServers
{
    /// <summary>Names the connection string of an existing PostgreSQL server; its user may create databases.</summary>
    public const string PostgreSqlVariable = "LEASEHOLD_TEST_POSTGRESQL";

    /// <summary>Names the connection string of an existing MariaDB or MySQL server.</summary>
    public const string MySqlVariable = "LEASEHOLD_TEST_MYSQL";

    private static readonly Lazy<Task<ServerAvailability<IDatabaseEndpoint>>> PostgreSql = new(() => FindAsync(
        PostgreSqlVariable,
        static text => new PostgreSqlEndpoint(text),
        PostgreSqlServer.MissingReason(),
        static async () => await PostgreSqlServer.StartNewAsync()));

    private static readonly Lazy<Task<ServerAvailability<IDatabaseEndpoint>>> MariaDb = new(() => FindAsync(
        MySqlVariable,
        static text => new MariaDbEndpoint(text),
        MariaDbServer.MissingReason(),
        static async () => await MariaDbServer.StartNewAsync()));

    /// <summary>The PostgreSQL server that all tests share.</summary>
    public static Task<ServerAvailability<IDatabaseEndpoint>> TryGetPostgreSqlAsync() => PostgreSql.Value;

    /// <summary>The MariaDB server that all tests share.</summary>
    public static Task<ServerAvailability<IDatabaseEndpoint>> TryGetMariaDbAsync() => MariaDb.Value;

    /// <summary>Starts a PostgreSQL server of the caller's own, which it may stop and kill, and disposes.</summary>
    public static async Task<ServerAvailability<IDatabaseServer>> TryStartPrivatePostgreSqlAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default) =>
        PostgreSqlServer.MissingReason() is { } reason
            ? new ServerAvailability<IDatabaseServer>(reason)
            : new ServerAvailability<IDatabaseServer>(await PostgreSqlServer.StartNewAsync(options, cancellationToken));

    /// <summary>Starts a MariaDB server of the caller's own, which it may stop and kill, and disposes.</summary>
    public static async Task<ServerAvailability<IDatabaseServer>> TryStartPrivateMariaDbAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default) =>
        MariaDbServer.MissingReason() is { } reason
            ? new ServerAvailability<IDatabaseServer>(reason)
            : new ServerAvailability<IDatabaseServer>(await MariaDbServer.StartNewAsync(options, cancellationToken));

    private static async Task<ServerAvailability<IDatabaseEndpoint>> FindAsync(
        string variable,
        Func<string, IDatabaseEndpoint> existing,
        string? missingReason,
        Func<Task<IDatabaseEndpoint>> startNew)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } connectionString)
        {
            return new ServerAvailability<IDatabaseEndpoint>(existing(connectionString));
        }

        return missingReason is null
            ? new ServerAvailability<IDatabaseEndpoint>(await startNew())
            : new ServerAvailability<IDatabaseEndpoint>(missingReason);
    }
}
