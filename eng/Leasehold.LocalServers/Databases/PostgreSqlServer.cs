using System.Globalization;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;
using Npgsql;

namespace Leasehold.LocalServers.Databases;

/// <summary>A private PostgreSQL server in a temporary folder, on a free loopback port.</summary>
public sealed class PostgreSqlServer : DatabaseServer
{
    private const string User = "leasehold";
    private readonly PostgreSqlBinaries _binaries;
    private readonly string _password;
    private PostgreSqlEndpoint? _endpoint;

    private PostgreSqlServer(
        PostgreSqlBinaries binaries, ServerFolder folder, string password, DatabaseServerOptions options)
        : base(folder, options)
    {
        _binaries = binaries;
        _password = password;
    }

    /// <inheritdoc/>
    public override string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = _password,
        Database = "postgres",
    }.ConnectionString;

    private protected override string ReadyLine => "database system is ready to accept connections";

    private protected override Signal OrderlyStop => Signal.Interrupt; // "fast": does not wait for clients

    private protected override Signal QuickStop => Signal.Quit;

    private PostgreSqlEndpoint Endpoint => _endpoint ??= new PostgreSqlEndpoint(ConnectionString);

    /// <summary>Why no server can be started here; null when one can.</summary>
    public static string? MissingReason() => PostgreSqlBinaries.Find() is null ? PostgreSqlBinaries.Missing : null;

    /// <summary>Starts a server of the caller's own.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start.</exception>
    public static async Task<PostgreSqlServer> StartNewAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var binaries = PostgreSqlBinaries.Find()
            ?? throw new InvalidOperationException(PostgreSqlBinaries.Missing);
        options ??= new DatabaseServerOptions();
        var folder = ServerFolder.For("pg", options);
        var password = await DataTemplate.PlaceAsync(
            folder, await binaries.VersionAsync(cancellationToken), binaries.InitializeAsync, cancellationToken);
        await ServerUser.Postgres.GiveAsync(folder.Path, cancellationToken);
        var server = new PostgreSqlServer(binaries, folder, password, options);
        await server.FirstStartAsync(cancellationToken);
        return server;
    }

    /// <inheritdoc/>
    public override Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default) =>
        Endpoint.CreateDatabaseAsync(name, cancellationToken);

    /// <inheritdoc/>
    public override Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default) =>
        Endpoint.EnsureDatabaseAsync(name, cancellationToken);

    /// <inheritdoc/>
    public override Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken = default) =>
        Endpoint.DropDatabaseAsync(connectionString, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> KillSessionsAsync(
        string connectionString, CancellationToken cancellationToken = default) =>
        Endpoint.KillSessionsAsync(connectionString, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> KillSessionsAsync(CancellationToken cancellationToken = default) =>
        Endpoint.KillAllSessionsAsync(cancellationToken);

    private protected override ValueTask<ChildProcessOptions> CommandAsync(CancellationToken cancellationToken)
    {
        var arguments = new List<string> { "-D", Folder.File("data") };
        foreach (var (name, value) in Settings())
        {
            arguments.AddRange(["-c", $"{name}={value}"]);
        }

        return ValueTask.FromResult(ServerUser.Postgres.Run(_binaries.Postgres, arguments) with
        {
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C" },
        });
    }

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = Folder.IsKept ? "" : Folder.Path, // a kept folder's path may be too long
            ["max_connections"] = Options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["logging_collector"] = "off",
            ["lc_messages"] = "C",
        };
        foreach (var (name, value) in Options.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }
}
