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
    private const int MaxConnections = 200;

    /// <summary>Connections that PgBouncer has to PostgreSQL; the instances may have ten times as many to it.</summary>
    private const int PoolSize = 20;

    private readonly List<PrivateServer> _started = [];
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly List<string> _descriptions = [];

    /// <summary>What an instance needs to know, as environment variables; secrets are among them.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>A line per server, for people.</summary>
    public IReadOnlyList<string> Descriptions => _descriptions;

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

            servers._settings["Leasehold__Durable__RabbitMq__Uri"] = (await broker).AmqpUri.ToString();
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
        var direct = await server.EnsureDatabaseAsync("payments", cancellationToken);
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

        var through = new NpgsqlConnectionStringBuilder(pooler.Through(direct));
        _settings["DATABASE_URL"] = Url("postgresql", through.Username, through.Password, pooler.Port);
        _settings["Leasehold__Database__DirectConnectionString"] = direct;
        _settings["Leasehold__Pooler"] = "Transaction";
        _settings["Leasehold__ServerConnectionLimit"] =
            new PgBouncerOptions().MaxClients.ToString(CultureInfo.InvariantCulture);
    }

    private async Task StartMariaDbAsync(string data, CancellationToken cancellationToken)
    {
        var server = await MariaDbServer.StartNewAsync(Options(data, "mariadb"), cancellationToken);
        Add("MariaDB", server);
        var account = new MySqlConnectionStringBuilder(
            await server.EnsureDatabaseAsync("payments", cancellationToken));
        _settings["DATABASE_URL"] = Url("mariadb", account.UserID, account.Password, server.Port);
    }

    private static DatabaseServerOptions Options(string data, string name) =>
        new()
        {
            Folder = Path.Combine(data, name),
            MaxConnections = MaxConnections,

            // Ctrl+C is for the demo, which stops the servers when nobody needs them any more.
            OwnSession = true,
        };

    private static string Url(string scheme, string? user, string? password, int port) => string.Create(
        CultureInfo.InvariantCulture, $"{scheme}://{user}:{password}@127.0.0.1:{port}/payments");

    private void Add(string name, PrivateServer server)
    {
        _started.Add(server);
        _descriptions.Add(string.Create(
            CultureInfo.InvariantCulture, $"{name,-18}127.0.0.1:{server.Port,-17} process {server.ProcessId}"));
    }
}
