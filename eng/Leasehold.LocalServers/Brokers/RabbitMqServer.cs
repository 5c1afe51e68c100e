using System.Globalization;
using System.Security.Cryptography;
using Leasehold.LocalServers.Network;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Brokers;

/// <summary>A private RabbitMQ node on free loopback ports, with a cookie of its own and no plugin.</summary>
public sealed class RabbitMqServer : PrivateServer
{
    private const string User = "leasehold";
    private const string CookieFile = ".erlang.cookie";
    private const string PasswordFile = "password";

    /// <summary>Twice a slow start: Erlang reads hundreds of files before it says a word.</summary>
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(2);

    private readonly RabbitMqBinaries _binaries;
    private readonly string _password;
    private ChildProcess? _portMapper;
    private int _portMapperPort;

    private RabbitMqServer(
        RabbitMqBinaries binaries, ServerFolder folder, string password, PrivateServerOptions options)
        : base(folder, options)
    {
        _binaries = binaries;
        _password = password;
    }

    /// <summary>How to reach it, password included.</summary>
    public Uri AmqpUri => new UriBuilder("amqp", "127.0.0.1", Port) { UserName = User, Password = _password }.Uri;

    private protected override string ReadyLine => "completed with";

    private protected override string PortTakenLine => "eaddrinuse";

    /// <summary>Why none can be started here; null when one can.</summary>
    public static string? MissingReason() => RabbitMqBinaries.Find() is null ? RabbitMqBinaries.Missing : null;

    /// <summary>Starts a node of the caller's own; that takes seconds.</summary>
    /// <param name="options">Settings; null for the defaults, with two minutes for a start.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">RabbitMQ is not installed, or does not start.</exception>
    public static async Task<RabbitMqServer> StartNewAsync(
        PrivateServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var binaries = RabbitMqBinaries.Find() ?? throw new InvalidOperationException(RabbitMqBinaries.Missing);
        options ??= new PrivateServerOptions { StartTimeout = StartBound };
        var folder = ServerFolder.For("rabbit", options);
        var password = await SecretAsync(folder, PasswordFile, cancellationToken);
        await SecretAsync(folder, CookieFile, cancellationToken);
        Directory.CreateDirectory(folder.File("mnesia"));
        Directory.CreateDirectory(folder.File("log"));
        await File.WriteAllTextAsync(folder.File("enabled_plugins"), "[].\n", cancellationToken);
        var server = new RabbitMqServer(binaries, folder, password, options);
        await server.FirstStartAsync(cancellationToken);
        return server;
    }

    private protected override async ValueTask<ChildProcessOptions> CommandAsync(CancellationToken cancellationToken)
    {
        await Folder.WriteSecretAsync("rabbitmq.conf", Settings(), cancellationToken);
        await ServerUser.RabbitMq.GiveAsync(Folder.Path, cancellationToken);
        await StartPortMapperAsync(cancellationToken);
        return ServerUser.RabbitMq.Run(_binaries.Server, []) with { WorkingDirectory = "/", Environment = Variables() };
    }

    private protected override async ValueTask DisposeCompanionAsync()
    {
        if (_portMapper is { } portMapper)
        {
            await portMapper.DisposeAsync();
        }
    }

    /// <summary>The secret of an earlier run, or a new one.</summary>
    private static async Task<string> SecretAsync(ServerFolder folder, string name, CancellationToken cancellationToken)
    {
        var path = folder.File(name);
        if (!File.Exists(path))
        {
            await folder.WriteSecretAsync(name, RandomNumberGenerator.GetHexString(24), cancellationToken);
        }

        return await File.ReadAllTextAsync(path, cancellationToken);
    }

    /// <summary>
    /// Erlang's port mapper, epmd. A node that finds none starts one that outlives it, so it gets one that does not.
    /// </summary>
    private async Task StartPortMapperAsync(CancellationToken cancellationToken)
    {
        if (_portMapper is { HasExited: false })
        {
            return;
        }

        _portMapperPort = FreePort.Next();
        var port = _portMapperPort.ToString(CultureInfo.InvariantCulture);
        _portMapper = ChildProcess.Start(
            ServerUser.RabbitMq.Run(_binaries.PortMapper, ["-d", "-d", "-port", port, "-address", "127.0.0.1"]) with
            {
                WorkingDirectory = "/",
                OwnSession = OwnSession,
            });
        await _portMapper.WaitForLineAsync("entering the main select() loop", StartBound, cancellationToken);
    }

    private string Settings() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        listeners.tcp.local = 127.0.0.1:{Port}
        default_user = {User}
        default_pass = {_password}
        log.console = true
        log.console.level = warning
        log.file = false

        """);

    private Dictionary<string, string?> Variables() => new(StringComparer.Ordinal)
    {
        ["HOME"] = Folder.Path, // the cookie is looked for there
        ["LC_ALL"] = "C.UTF-8",
        ["ERL_EPMD_PORT"] = _portMapperPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = "leasehold@localhost",
        ["RABBITMQ_DIST_PORT"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null", // the machine's own is about another node
        ["RABBITMQ_CONFIG_FILE"] = Folder.File("rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Folder.File("advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Folder.File("enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Folder.File("mnesia"),
        ["RABBITMQ_LOG_BASE"] = Folder.File("log"),

        // With input allowed the script replaces itself by the node, so that the process id is the node's own.
        ["RABBITMQ_ALLOW_INPUT"] = "yes",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-noinput -kernel inet_dist_use_interface {127,0,0,1}",
    };
}
