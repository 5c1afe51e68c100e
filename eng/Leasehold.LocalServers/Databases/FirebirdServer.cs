using System.Globalization;
using System.Security.Cryptography;
using FirebirdSql.Data.FirebirdClient;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Databases;

/// <summary>A private Firebird 3 server in a temporary folder, on a free loopback port.</summary>
/// <remarks>It has no limit of connections, so the options' one is not used.</remarks>
public sealed class FirebirdServer : DatabaseServer
{
    private const string User = "SYSDBA";
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(2);
    private readonly FirebirdBinaries _binaries;
    private readonly string _password;
    private FirebirdEndpoint? _endpoint;

    private FirebirdServer(
        FirebirdBinaries binaries, ServerFolder folder, string password, DatabaseServerOptions options)
        : base(folder, options)
    {
        _binaries = binaries;
        _password = password;
    }

    /// <inheritdoc/>
    public override string ConnectionString => new FbConnectionStringBuilder
    {
        DataSource = "127.0.0.1",
        Port = Port,
        UserID = User,
        Password = _password,
        Database = Folder.File("main.fdb"),
        Charset = "UTF8",
    }.ConnectionString;

    /// <summary>It prints nothing: see <see cref="WaitUntilReadyAsync"/>.</summary>
    private protected override string ReadyLine => string.Empty;

    private FirebirdEndpoint Endpoint => _endpoint ??= new FirebirdEndpoint(ConnectionString);

    /// <summary>Why no server can be started here; null when one can.</summary>
    public static string? MissingReason() => FirebirdBinaries.Find() is null ? FirebirdBinaries.Missing : null;

    /// <summary>Starts a server of the caller's own.</summary>
    /// <exception cref="InvalidOperationException">Firebird is not installed, or does not start.</exception>
    public static async Task<FirebirdServer> StartNewAsync(
        DatabaseServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var binaries = FirebirdBinaries.Find() ?? throw new InvalidOperationException(FirebirdBinaries.Missing);
        options ??= new DatabaseServerOptions();
        var folder = ServerFolder.For("fb", options);
        var password = await PasswordAsync(folder, cancellationToken);
        var server = new FirebirdServer(binaries, folder, password, options);
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

    /// <summary>Ends every client session in the databases made here and in the server's own.</summary>
    /// <inheritdoc/>
    public override Task<int> KillSessionsAsync(CancellationToken cancellationToken = default) =>
        Endpoint.KillAllSessionsAsync(cancellationToken);

    private protected override async ValueTask<ChildProcessOptions> CommandAsync(CancellationToken cancellationToken)
    {
        await WriteConfigurationAsync(cancellationToken);
        if (!File.Exists(Folder.File("security.fdb")))
        {
            await _binaries.InitializeAsync(
                Folder, Folder.File("security.fdb"), Folder.File("main.fdb"), _password, cancellationToken);
        }

        await ServerUser.Nobody.GiveAsync(Folder.Path, cancellationToken);
        return ServerUser.Nobody.Run(_binaries.Server, []) with
        {
            WorkingDirectory = "/",
            Environment = FirebirdBinaries.Environment(Folder.Path),
        };
    }

    /// <summary>Ready is a server that takes this password: another one on the port would not.</summary>
    private protected override async Task WaitUntilReadyAsync(
        ChildProcess process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(timeout);
        while (true)
        {
            try
            {
                await Endpoint.TouchAsync(bounded.Token);
                return;
            }
            catch (FbException) when (!process.HasExited)
            {
                await Task.Delay(AskInterval, bounded.Token);
            }
            catch (Exception problem) when (problem is FbException || bounded.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new InvalidOperationException($"Firebird does not answer on port {Port}: {Log}", problem);
            }
        }
    }

    /// <summary>
    /// At most two seconds, then the caller kills it: told to end at the wrong moment, it looks at that only when its
    /// listener wakes up, which takes up to a minute. Its pages are written through, in an order that needs no repair.
    /// </summary>
    private protected override Task WaitForEndAsync(
        ChildProcess process, TimeSpan timeout, CancellationToken cancellationToken) =>
        base.WaitForEndAsync(process, timeout < EndBound ? timeout : EndBound, cancellationToken);

    private static async Task<string> PasswordAsync(ServerFolder folder, CancellationToken cancellationToken)
    {
        var file = folder.File("password");
        if (File.Exists(file))
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }

        var password = RandomNumberGenerator.GetHexString(24);
        await folder.WriteSecretAsync("password", password, cancellationToken);
        return password;
    }

    private async Task WriteConfigurationAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ServerMode"] = "Super",
            ["RemoteServicePort"] = Port.ToString(CultureInfo.InvariantCulture),
            ["RemoteBindAddress"] = "127.0.0.1",
            ["SecurityDatabase"] = Folder.File("security.fdb"),
            ["AuthServer"] = "Srp256, Srp",
            ["UserManager"] = "Srp",
            ["TempDirectories"] = Folder.Path,
            ["DeadlockTimeout"] = "1", // seconds until it looks for deadlocks; ten by default
        };
        foreach (var (name, value) in Options.Settings)
        {
            settings[name] = value;
        }

        // All three are read from the folder: without them the program would look for the machine's own.
        await Folder.WriteSecretAsync(
            "firebird.conf",
            string.Concat(settings.Select(static setting => $"{setting.Key} = {setting.Value}\n")),
            cancellationToken);
        await Folder.WriteSecretAsync("databases.conf", string.Empty, cancellationToken);
        await Folder.WriteSecretAsync("plugins.conf", string.Empty, cancellationToken);
    }
}
