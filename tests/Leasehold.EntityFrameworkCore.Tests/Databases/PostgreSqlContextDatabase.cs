using System.Data.Common;
using Leasehold.LocalServers.Databases;
using Leasehold.PostgreSql;
using Leasehold.Providers;
using Leasehold.Testing.Servers.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>A database on the shared PostgreSQL server.</summary>
public sealed class PostgreSqlContextDatabase : ContextDatabase
{
    private IDatabaseEndpoint? _server;

    /// <inheritdoc/>
    public override string UnreachableConnectionString
        => new NpgsqlConnectionStringBuilder(ConnectionString) { Port = LocalServers.Network.FreePort.Next() }
            .ConnectionString;

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        var found = await TestServers.TryGetPostgreSqlAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        _server = found.Server;
        ConnectionString = await _server.CreateDatabaseAsync("ef");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DropDatabaseAsync(ConnectionString);
        }
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new PostgreSqlProvider(connectionString ?? ConnectionString);

    /// <inheritdoc/>
    public override void Use(
        DbContextOptionsBuilder options, bool retries = false, string? connectionString = null)
        => options.UseNpgsql(connectionString ?? ConnectionString, npgsql =>
        {
            if (retries)
            {
                npgsql.EnableRetryOnFailure();
            }
        });

    /// <inheritdoc/>
    public override IServiceCollection AddServicesOfEfCore(IServiceCollection services)
        => services.AddEntityFrameworkNpgsql();

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public override string Begin => "START TRANSACTION";

    /// <inheritdoc/>
    public override async Task<bool> AreOrdersWritableAsync()
    {
        await using var outside = await OpenOutsideAsync();
        await using var command = outside.CreateCommand();
        command.CommandText = "SELECT 1 FROM \"Orders\" FOR UPDATE NOWAIT";
        try
        {
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException locked) when (locked.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override async Task<string?> PoolOfAsync(DbContext context)
        => await context.Database.SqlQuery<string>($"SELECT current_setting('application_name') AS \"Value\"")
            .SingleAsync();

    /// <summary>Ends the server's side of every connection of the database but the caller's own.</summary>
    public async Task KillAllAsync()
    {
        await using var outside = await OpenOutsideAsync();
        await using var command = outside.CreateCommand();
        command.CommandText =
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND pid <> pg_backend_pid()";
        await command.ExecuteScalarAsync();
    }
}
