using System.Globalization;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;
using MySqlConnector;

namespace Leasehold.LocalServers.Databases;

/// <summary>
/// A private MariaDB server in a temporary folder, on a free loopback port; MySQL where LEASEHOLD_TEST_MYSQLD names it.
/// </summary>
public sealed class MariaDbServer : DatabaseServer
{
    private const string User = "leasehold";
    private readonly MySqlBinaries _binaries;
    private readonly string _password;
    private MariaDbEndpoint? _endpoint;

    private MariaDbServer(
        MySqlBinaries binaries, ServerFolder folder, string password, DatabaseServerOptions options)
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
    public static string? MissingReason() => Find().Binaries is null ? Find().Missing : null;

    /// <summary>Starts a server of the caller's own.</summary>
    /// <exception cref="InvalidOperationException">There is no such server here, or it does not start.</exception>
    public static async Task<MariaDbServer> StartNewAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (found, missing) = Find();
        var binaries = found ?? throw new InvalidOperationException(missing);
        options ??= new DatabaseServerOptions();
        var folder = ServerFolder.For("my", options);
        var password = await DataTemplate.PlaceAsync(
            folder, await binaries.VersionAsync(cancellationToken), binaries.InitializeAsync, cancellationToken);
        await folder.WriteSecretAsync(
            "accounts.sql", binaries.Accounts(User, password), cancellationToken);
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

    private static (MySqlBinaries? Binaries, string Missing) Find() => MySqldBinaries.IsAsked
        ? (MySqldBinaries.Find(), MySqldBinaries.Missing)
        : (MariaDbBinaries.Find(), MariaDbBinaries.Missing);

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

        foreach (var (name, value) in _binaries.Settings.Concat(Options.Settings))
        {
            settings[name.Replace('_', '-')] = value;
        }

        return settings;
    }
}
