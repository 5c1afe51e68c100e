using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>What the whole run shares: PostgreSQL's database, and the way into both servers beside the pools.</summary>
public sealed class SharedDatabases : IAsyncLifetime
{
    private static (string ConnectionString, NpgsqlDataSource Outside)? s_postgreSql;
    private static (IDatabaseEndpoint Server, MySqlDataSource Outside)? s_mariaDb;
    private static string? s_firebird;

    /// <summary>The database all PostgreSQL tests share, made on the first call.</summary>
    public static async Task<(string ConnectionString, NpgsqlDataSource Outside)> PostgreSqlAsync()
    {
        var found = await TestServers.TryGetPostgreSqlAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        if (s_postgreSql is null)
        {
            var connectionString = await found.Server.CreateDatabaseAsync("spec");
            s_postgreSql = (connectionString, NpgsqlDataSource.Create(connectionString));
        }

        return s_postgreSql.Value;
    }

    /// <summary>The server all MariaDB tests share.</summary>
    public static async Task<(IDatabaseEndpoint Server, MySqlDataSource Outside)> MariaDbAsync()
    {
        var found = await TestServers.TryGetMariaDbAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        s_mariaDb ??= (found.Server, new MySqlDataSource(found.Server.ConnectionString));
        return s_mariaDb.Value;
    }

    /// <summary>The database all Firebird tests share, made on the first call.</summary>
    public static async Task<string> FirebirdAsync()
    {
        var found = await TestServers.TryGetFirebirdAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return s_firebird ??= await found.Server.CreateDatabaseAsync("spec");
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (s_mariaDb is { } mariaDb)
        {
            await mariaDb.Outside.DisposeAsync();
        }

        if (s_firebird is { } firebird)
        {
            await (await TestServers.TryGetFirebirdAsync()).Server.DropDatabaseAsync(firebird);
        }

        if (s_postgreSql is { } postgreSql)
        {
            await postgreSql.Outside.DisposeAsync();
            await (await TestServers.TryGetPostgreSqlAsync()).Server.DropDatabaseAsync(postgreSql.ConnectionString);
        }
    }
}
