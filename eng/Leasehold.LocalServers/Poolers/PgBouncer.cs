using System.Globalization;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;
using Npgsql;

namespace Leasehold.LocalServers.Poolers;

/// <summary>
/// A private PgBouncer, by default in transaction mode, on a free loopback port, before a PostgreSQL server that runs
/// already: a client has a server's session for one transaction only.
/// </summary>
public sealed class PgBouncer : PrivateServer
{
    private const string Missing = "PgBouncer is not installed (Debian: apt-get install pgbouncer).";
    private readonly string _program;
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly PgBouncerOptions _options;

    private PgBouncer(
        string program, NpgsqlConnectionStringBuilder server, ServerFolder folder, PgBouncerOptions options)
        : base(folder, options)
    {
        _program = program;
        _server = server;
        _options = options;
    }

    private protected override string ReadyLine => "process up";

    /// <summary>Why none can be started here; null when one can.</summary>
    public static string? MissingReason() => Executable.Find("pgbouncer") is null ? Missing : null;

    /// <summary>Starts one before a PostgreSQL server.</summary>
    /// <param name="connectionString">The server: its host, port, user and password are used, for any database.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">PgBouncer is not installed, or does not start.</exception>
    public static async Task<PgBouncer> StartNewAsync(
        string connectionString, PgBouncerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var program = Executable.Find("pgbouncer") ?? throw new InvalidOperationException(Missing);
        options ??= new PgBouncerOptions();
        var bouncer = new PgBouncer(
            program,
            new NpgsqlConnectionStringBuilder(connectionString),
            ServerFolder.For("bouncer", options),
            options);
        await bouncer.FirstStartAsync(cancellationToken);
        return bouncer;
    }

    /// <summary>The same connection string, by way of this pooler.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    private protected override async ValueTask<ChildProcessOptions> CommandAsync(CancellationToken cancellationToken)
    {
        // In plain text: only so can it answer PostgreSQL's own SCRAM challenge for the user.
        var users = await Folder.WriteSecretAsync(
            "users.txt", $"{Quoted(_server.Username)} {Quoted(_server.Password)}\n", cancellationToken);
        var settings = Folder.File("pgbouncer.ini");
        await File.WriteAllTextAsync(settings, Settings(users), cancellationToken);
        await ServerUser.Postgres.GiveAsync(Folder.Path, cancellationToken);
        return ServerUser.Postgres.Run(_program, [settings]) with
        {
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C" },
        };
    }

    private static string Quoted(string? text) => $"\"{text?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string Settings(string users) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        [databases]
        * = host={_server.Host} port={_server.Port}

        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {Port}
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = {users}
        admin_users = {_server.Username}
        pool_mode = {_options.PoolMode}
        default_pool_size = {_options.PoolSize}
        max_client_conn = {_options.MaxClients}

        """);
}
