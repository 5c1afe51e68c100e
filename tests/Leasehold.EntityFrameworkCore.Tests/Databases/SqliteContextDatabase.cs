using System.Data.Common;
using Leasehold.LocalServers.Files;
using Leasehold.Providers;
using Leasehold.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>A file in a temporary folder.</summary>
public sealed class SqliteContextDatabase : ContextDatabase
{
    private readonly TemporaryFolder _folder = new("lh-ef-");

    /// <inheritdoc/>
    /// <remarks>A folder where the file should be.</remarks>
    public override string UnreachableConnectionString => $"Data Source={_folder.Path}";

    /// <inheritdoc/>
    public override Task InitializeAsync()
    {
        ConnectionString = $"Data Source={_folder.File("shop.db")}";
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return default;
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new SqliteProvider(connectionString ?? ConnectionString);

    /// <inheritdoc/>
    public override void Use(
        DbContextOptionsBuilder options, bool retries = false, string? connectionString = null)
        => options.UseSqlite(connectionString ?? ConnectionString);

    /// <inheritdoc/>
    public override string Begin => "BEGIN IMMEDIATE";

    /// <inheritdoc/>
    public override async Task<bool> AreOrdersWritableAsync()
    {
        await using var outside = await OpenOutsideAsync();
        await using var command = outside.CreateCommand();
        command.CommandText = "UPDATE \"Orders\" SET \"Total\" = \"Total\"";
        command.CommandTimeout = 1; // the driver takes whole seconds, and 0 for ever
        try
        {
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override IServiceCollection AddServicesOfEfCore(IServiceCollection services)
        => services.AddEntityFrameworkSqlite();

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
