using System.Globalization;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;
using MySqlConnector;

namespace Leasehold.LocalServers.Databases;

/// <summary>A private MariaDB server in a temporary folder, on a free loopback port.</summary>
public sealed class MariaDbServer : DatabaseServer
{
    private const string User = "leasehold";
    private readonly MariaDbBinaries _binaries;
    private readonly string _password;
    private MariaDbEndpoint? _endpoint;

    private MariaDbServer(
        MariaDbBinaries binaries, ServerFolder folder, string password, DatabaseServerOptions options)
        : base(folder, options)
    {
        _binaries = binaries;
        _password = password;
    }

    /// <inheritdoc/>
    public override string ConnectionString => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)Port,
        UserID = User,
        Password = _password,
        Database = "mysql",
    }.ConnectionString;

    private protected override string ReadyLine => "ready for connections";

    private MariaDbEndpoint Endpoint => _endpoint ??= new MariaDbEndpoint(ConnectionString);

    /// <summary>Why no server can be started here; null when one can.</summary>
    public static string? MissingReason() => MariaDbBinaries.Find() is null ? MariaDbBinaries.Missing : null;

    /// <summary>Starts a server of the caller's own.</summary>
    /// <exception cref="InvalidOperationException">MariaDB is not installed, or does not start.</exception>
    public static async Task<MariaDbServer> StartNewAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var binaries = MariaDbBinaries.Find() ?? throw new InvalidOperationException(MariaDbBinaries.Missing);
        options ??= new DatabaseServerOptions();
        var folder = ServerFolder.For("my", options);
        var password = await DataTemplate.PlaceAsync(
            folder, await binaries.VersionAsync(cancellationToken), binaries.InitializeAsync, cancellationToken);
        await folder.WriteSecretAsync("accounts.sql", Accounts(password), cancellationToken);
        var server = new MariaDbServer(binaries, folder, password, options);
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
        // --no-defaults must come first: the machine's own my.cnf is about another server.
        var arguments = new List<string> { "--no-defaults" };
        arguments.AddRange(Settings().Select(static setting => $"--{setting.Key}={setting.Value}"));
        return ValueTask.FromResult(new ChildProcessOptions
        {
            FileName = _binaries.Server,
            Arguments = arguments,
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C" },
        });
    }

    /// <summary>Read at every start. Without it the server has no account that connects over TCP.</summary>
    private static string Accounts(string password) =>
        $"""
        DELETE FROM mysql.global_priv WHERE User = '';
        CREATE USER IF NOT EXISTS '{User}'@'127.0.0.1' IDENTIFIED BY '{password}';
        GRANT ALL PRIVILEGES ON *.* TO '{User}'@'127.0.0.1' WITH GRANT OPTION;
        FLUSH PRIVILEGES;

        """;

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["datadir"] = Folder.File("data"),
            ["socket"] = "socket", // relative to the data: a socket's whole path may be too long
            ["pid-file"] = Folder.File("pid"),
            ["tmpdir"] = Folder.Path,
            ["init-file"] = Folder.File("accounts.sql"),
            ["bind-address"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["skip-name-resolve"] = "ON",
            ["max-connections"] = Options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["character-set-server"] = "utf8mb4",
        };
        if (Environment.IsPrivilegedProcess)
        {
            settings["user"] = "root"; // it refuses to run as root unless it is told to
        }

        foreach (var (name, value) in Options.Settings)
        {
            settings[name.Replace('_', '-')] = value;
        }

        return settings;
    }
}
