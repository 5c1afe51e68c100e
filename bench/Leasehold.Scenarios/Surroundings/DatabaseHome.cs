using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Files;
using Leasehold.ServiceDefaults.Database;
using Leasehold.Testing.Servers.Databases;
using Microsoft.Data.Sqlite;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>Where databases are made: a folder for SQLite, a private or named server for the others.</summary>
internal sealed class DatabaseHome
{
    private readonly DatabaseKind _kind;
    private readonly IDatabaseEndpoint? _server;

    private DatabaseHome(DatabaseKind kind, IDatabaseEndpoint? server)
    {
        _kind = kind;
        _server = server;
    }

    public static IReadOnlyList<string> Names { get; } = ["sqlite", "postgresql", "mariadb"];

    public string Name => Names[(int)_kind];

    /// <summary>The server's own connection string; empty for SQLite.</summary>
    public string ServerConnectionString => _server?.ConnectionString ?? "";

    /// <exception cref="MissingServerException">It is not installed, and none is named.</exception>
    public static async Task<DatabaseHome> OpenAsync(string name)
    {
        var kind = name switch
        {
            "sqlite" => DatabaseKind.Sqlite,
            "postgresql" => DatabaseKind.PostgreSql,
            _ => DatabaseKind.MySql,
        };
        if (kind == DatabaseKind.Sqlite)
        {
            return new DatabaseHome(kind, null);
        }

        var isPostgreSql = kind == DatabaseKind.PostgreSql;
        var found = isPostgreSql
            ? await TestServers.TryGetPostgreSqlAsync()
            : await TestServers.TryGetMariaDbAsync();
        return found.TryGet(out var server)
            ? new DatabaseHome(kind, server)
            : throw new MissingServerException(
                $"{found.Reason} Or name an existing server's connection string in "
                + (isPostgreSql ? TestServers.PostgreSqlVariable : TestServers.MySqlVariable) + ".");
    }

    public async Task<ScenarioDatabase> CreateAsync(string name)
    {
        if (_server is not null)
        {
            var connectionString = await _server.CreateDatabaseAsync(name);
            return new ScenarioDatabase(
                new DatabaseSettings(_kind, connectionString), () => _server.DropDatabaseAsync(connectionString));
        }

        var folder = new TemporaryFolder("leasehold-scenario-");
        var file = new SqliteConnectionStringBuilder { DataSource = folder.File($"{name}.db") };
        return new ScenarioDatabase(
            new DatabaseSettings(_kind, file.ConnectionString),
            () =>
            {
                folder.Dispose();
                return Task.CompletedTask;
            });
    }
}
