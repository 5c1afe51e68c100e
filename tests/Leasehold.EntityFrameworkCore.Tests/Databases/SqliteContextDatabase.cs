using System.Data.Common;
using Leasehold.LocalServers.Files;
using Leasehold.Providers;
using Leasehold.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

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
    public override void Use(DbContextOptionsBuilder options, bool retries = false)
        => options.UseSqlite(ConnectionString);

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
