using System.Globalization;
using Leasehold.LocalServers.Brokers;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Poolers;
using Leasehold.LocalServers.Servers;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Demo.Cluster;

/// <summary>The servers below the instances: all on loopback, their files in the data folder.</summary>
internal sealed class ClusterServers : IAsyncDisposable
{
    public const string Payments = "payments";
    public const string Images = "images";

    private const int MaxConnections = 400;

    /// <summary>
    /// Connections that PgBouncer has to each of PostgreSQL's databases; the instances may have many more to it.
    /// </summary>
    private const int PoolSize = 20;

    private static readonly string[] Databases = [Payments, Images];

    private readonly List<PrivateServer> _started = [];
    private readonly Dictionary<string, Dictionary<string, string>> _settings = Databases.ToDictionary(
        static name => name,
        static _ => new Dictionary<string, string>(StringComparer.Ordinal),
        StringComparer.Ordinal);
    private readonly List<string> _descriptions = [];

    /// <summary>A line per server, for people.</summary>
    public IReadOnlyList<string> Descriptions => _descriptions;

    /// <summary>
    /// What an instance of a service needs to know, as environment variables; secrets are among them.
    /// </summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string service) => _settings[service];

    public static async Task<ClusterServers> StartAsync(
        ClusterDatabase database, string data, CancellationToken cancellationToken)
    {
        var servers = new ClusterServers();
        try
        {
            // The broker takes longest, so the others start meanwhile.
            var broker = RabbitMqServer.StartNewAsync(
                new PrivateServerOptions
                {
                    Folder = Path.Combine(data, "rabbitmq"),
                    StartTimeout = TimeSpan.FromMinutes(2),
                    OwnSession = true,
                },
                cancellationToken);
            try
            {
                await (database == ClusterDatabase.MariaDb
                    ? servers.StartMariaDbAsync(data, cancellationToken)
                    : servers.StartPostgreSqlAsync(data, cancellationToken));
            }
            finally
            {
                servers.Add("RabbitMQ", await broker);
            }

            foreach (var settings in servers._settings.Values)
            {
                settings["Leasehold__Durable__RabbitMq__Uri"] = (await broker).AmqpUri.ToString();
            }

            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_started))
        {
            await server.DisposeAsync();
        }
    }

    private async Task StartPostgreSqlAsync(string data, CancellationToken cancellationToken)
    {
        var server = await PostgreSqlServer.StartNewAsync(
            Options(data, "postgresql"), cancellationToken);
        Add("PostgreSQL", server);
        var pooler = await PgBouncer.StartNewAsync(
            server.ConnectionString,
            new PgBouncerOptions
            {
                Folder = Path.Combine(data, "pgbouncer"),
                PoolSize = PoolSize,
                OwnSession = true,
            },
            cancellationToken);
        Add("PgBouncer", pooler);

        foreach (var (name, settings) in _settings)
        {
            var direct = await server.EnsureDatabaseAsync(name, cancellationToken);
            var through = new NpgsqlConnectionStringBuilder(pooler.Through(direct));
            settings["DATABASE_URL"] = Url("postgresql", through.Username, through.Password, pooler.Port, name);
            settings["Leasehold__Database__DirectConnectionString"] = direct;
            settings["Leasehold__Pooler"] = "Transaction";
            settings["Leasehold__ServerConnectionLimit"] = Share(new PgBouncerOptions().MaxClients);
        }
    }

    private async Task StartMariaDbAsync(string data, CancellationToken cancellationToken)
    {
        var server = await MariaDbServer.StartNewAsync(Options(data, "mariadb"), cancellationToken);
        Add("MariaDB", server);
        foreach (var (name, settings) in _settings)
        {
            var account = new MySqlConnectionStringBuilder(await server.EnsureDatabaseAsync(name, cancellationToken));
            settings["DATABASE_URL"] = Url("mariadb", account.UserID, account.Password, server.Port, name);
            settings["Leasehold__ServerConnectionLimit"] = Share(MaxConnections);
        }
    }

    /// <summary>A service's part of what the server takes.</summary>
    private static string Share(int connections) =>
        (connections / Databases.Length).ToString(CultureInfo.InvariantCulture);

    private static DatabaseServerOptions Options(string data, string name) =>
        new()
        {
            Folder = Path.Combine(data, name),
            MaxConnections = MaxConnections,

            // Ctrl+C is for the demo, which stops the servers when nobody needs them any more.
            OwnSession = true,
        };

    private static string Url(string scheme, string? user, string? password, int port, string database) =>
        string.Create(CultureInfo.InvariantCulture, $"{scheme}://{user}:{password}@127.0.0.1:{port}/{database}");

    private void Add(string name, PrivateServer server)
    {
        _started.Add(server);
        _descriptions.Add(string.Create(
            CultureInfo.InvariantCulture, $"{name,-18}127.0.0.1:{server.Port,-17} process {server.ProcessId}"));
    }
}
