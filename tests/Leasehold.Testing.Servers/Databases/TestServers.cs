using Leasehold.LocalServers.Brokers;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Poolers;
using Leasehold.LocalServers.Proxies;
using Leasehold.LocalServers.Servers;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>
/// The servers that tests share. A server that LEASEHOLD_TEST_POSTGRESQL, LEASEHOLD_TEST_MYSQL,
/// LEASEHOLD_TEST_FIREBIRD or LEASEHOLD_TEST_RABBITMQ names is used as it is; otherwise one is started when first asked
/// for, once per process, and ends with the process. SQL Server is never started: LEASEHOLD_TEST_SQLSERVER names it.
/// With LEASEHOLD_TEST_SERVERS=no none is used or started.
/// </summary>
public static class TestServers
{
    /// <summary>Names the connection string of an existing PostgreSQL server; its user may create databases.</summary>
    public const string PostgreSqlVariable = "LEASEHOLD_TEST_POSTGRESQL";

    /// <summary>Names the connection string of an existing MariaDB or MySQL server.</summary>
    public const string MySqlVariable = "LEASEHOLD_TEST_MYSQL";

    /// <summary>
    /// Names the connection string of an existing Firebird server; databases are made beside the one it names.
    /// </summary>
    public const string FirebirdVariable = "LEASEHOLD_TEST_FIREBIRD";

    /// <summary>Names the connection string of an existing SQL Server; its user may create databases.</summary>
    public const string SqlServerVariable = "LEASEHOLD_TEST_SQLSERVER";

    /// <summary>Names the amqp URI of an existing RabbitMQ server.</summary>
    public const string RabbitMqVariable = "LEASEHOLD_TEST_RABBITMQ";

    private const string ServersVariable = "LEASEHOLD_TEST_SERVERS";

    private static readonly bool AreUsed = Environment.GetEnvironmentVariable(ServersVariable) != "no";

    private static readonly Lazy<Task<ServerAvailability<IDatabaseEndpoint>>> PostgreSql = new(() => FindAsync(
        PostgreSqlVariable,
        static IDatabaseEndpoint (text) => new PostgreSqlEndpoint(text),
        PostgreSqlServer.MissingReason(),
        static async Task<IDatabaseEndpoint> () => await PostgreSqlServer.StartNewAsync()));

    private static readonly Lazy<Task<ServerAvailability<IDatabaseEndpoint>>> MariaDb = new(() => FindAsync(
        MySqlVariable,
        static IDatabaseEndpoint (text) => new MariaDbEndpoint(text),
        MariaDbServer.MissingReason(),
        static async Task<IDatabaseEndpoint> () => await MariaDbServer.StartNewAsync()));

    private static readonly Lazy<Task<ServerAvailability<IDatabaseEndpoint>>> Firebird = new(() => FindAsync(
        FirebirdVariable,
        static IDatabaseEndpoint (text) => new FirebirdEndpoint(text),
        FirebirdServer.MissingReason(),
        static async Task<IDatabaseEndpoint> () => await FirebirdServer.StartNewAsync()));

    private static readonly Lazy<Task<ServerAvailability<Uri>>> RabbitMq = new(() => FindAsync(
        RabbitMqVariable,
        static text => new Uri(text),
        RabbitMqServer.MissingReason(),
        static async () => (await RabbitMqServer.StartNewAsync()).AmqpUri));

    /// <summary>The PostgreSQL server that all tests share.</summary>
    public static Task<ServerAvailability<IDatabaseEndpoint>> TryGetPostgreSqlAsync() => PostgreSql.Value;

    /// <summary>The MariaDB server that all tests share.</summary>
    public static Task<ServerAvailability<IDatabaseEndpoint>> TryGetMariaDbAsync() => MariaDb.Value;

    /// <summary>The Firebird server that all tests share.</summary>
    public static Task<ServerAvailability<IDatabaseEndpoint>> TryGetFirebirdAsync() => Firebird.Value;

    /// <summary>The connection string of the SQL Server that the user brings.</summary>
    public static ServerAvailability<string> TryGetSqlServer() =>
        Environment.GetEnvironmentVariable(SqlServerVariable) is { Length: > 0 } text
            ? new ServerAvailability<string>(server: text)
            : new ServerAvailability<string>(reason: $"{SqlServerVariable} names no SQL Server.");

    /// <summary>The amqp URI of the RabbitMQ server that all tests share: each uses queue names of its own.</summary>
    public static Task<ServerAvailability<Uri>> TryGetRabbitMqAsync() => RabbitMq.Value;

    /// <summary>Starts a PostgreSQL server of the caller's own, which it may stop and kill, and disposes.</summary>
    public static Task<ServerAvailability<IDatabaseServer>> TryStartPrivatePostgreSqlAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default) =>
        TryStartAsync(
            PostgreSqlServer.MissingReason(),
            async Task<IDatabaseServer> () => await PostgreSqlServer.StartNewAsync(options, cancellationToken));

    /// <summary>Starts a MariaDB server of the caller's own, which it may stop and kill, and disposes.</summary>
    public static Task<ServerAvailability<IDatabaseServer>> TryStartPrivateMariaDbAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default) =>
        TryStartAsync(
            MariaDbServer.MissingReason(),
            async Task<IDatabaseServer> () => await MariaDbServer.StartNewAsync(options, cancellationToken));

    /// <summary>Starts a Firebird server of the caller's own, which it may stop and kill, and disposes.</summary>
    public static Task<ServerAvailability<IDatabaseServer>> TryStartPrivateFirebirdAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default) =>
        TryStartAsync(
            FirebirdServer.MissingReason(),
            async Task<IDatabaseServer> () => await FirebirdServer.StartNewAsync(options, cancellationToken));

    /// <summary>Starts a PgBouncer of the caller's own before a PostgreSQL server, and disposes it.</summary>
    /// <param name="connectionString">The server; any of its databases is reached through the pooler.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static Task<ServerAvailability<PgBouncer>> TryStartPrivatePgBouncerAsync(
        string connectionString, PgBouncerOptions? options = null, CancellationToken cancellationToken = default) =>
        TryStartAsync(
            PgBouncer.MissingReason(),
            () => PgBouncer.StartNewAsync(connectionString, options, cancellationToken));

    /// <summary>Starts a RabbitMQ server of the caller's own, which it may stop and kill, and disposes.</summary>
    public static Task<ServerAvailability<RabbitMqServer>> TryStartPrivateRabbitMqAsync(
        PrivateServerOptions? options = null, CancellationToken cancellationToken = default) =>
        TryStartAsync(
            RabbitMqServer.MissingReason(),
            () => RabbitMqServer.StartNewAsync(options, cancellationToken));

    /// <summary>Starts an nginx or HAProxy of the caller's own before a web server, and disposes it.</summary>
    /// <param name="kind">Which program.</param>
    /// <param name="targetPort">The web server's port on 127.0.0.1.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static Task<ServerAvailability<ReverseProxy>> TryStartPrivateReverseProxyAsync(
        ReverseProxyKind kind,
        int targetPort,
        ReverseProxyOptions? options = null,
        CancellationToken cancellationToken = default) =>
        TryStartAsync(
            ReverseProxy.MissingReason(kind),
            () => ReverseProxy.StartNewAsync(kind, targetPort, options, cancellationToken));

    private static async Task<ServerAvailability<TServer>> FindAsync<TServer>(
        string variable,
        Func<string, TServer> existing,
        string? missingReason,
        Func<Task<TServer>> startNew)
        where TServer : class
    {
        if (AreUsed && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text)
        {
            return new ServerAvailability<TServer>(existing(text));
        }

        return await TryStartAsync(
            missingReason is null ? null : $"{missingReason} {variable} names no server either.", startNew);
    }

    private static async Task<ServerAvailability<TServer>> TryStartAsync<TServer>(
        string? missingReason, Func<Task<TServer>> startNew)
        where TServer : class
    {
        var reason = AreUsed ? missingReason : $"{ServersVariable}=no: no server is used.";
        return reason is null
            ? new ServerAvailability<TServer>(await startNew())
            : new ServerAvailability<TServer>(reason);
    }
}
