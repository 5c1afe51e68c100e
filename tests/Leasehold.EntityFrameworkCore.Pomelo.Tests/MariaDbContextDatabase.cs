using System.Data.Common;
using Leasehold.LocalServers.Databases;
using Leasehold.MySql;
using Leasehold.Providers;
using Leasehold.Testing.Servers.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>A database on the shared MariaDB server, reached through Pomelo's provider.</summary>
public class MariaDbContextDatabase : ContextDatabase
{
    private IDatabaseEndpoint? _server;

    // Asked for, since the tests of MariaDB are run against MySQL too, which has another SQL.
    private ServerVersion? _version;

    /// <summary>What the pools' string says in addition.</summary>
    protected virtual string OwnSettings => "";

    /// <inheritdoc/>
    public override string UnreachableConnectionString
        => new MySqlConnectionStringBuilder(ConnectionString) { Port = (uint)LocalServers.Network.FreePort.Next() }
            .ConnectionString;

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        var found = await TestServers.TryGetMariaDbAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        _server = found.Server;
        ConnectionString = await _server.CreateDatabaseAsync("ef");
        _version = await ServerVersion.AutoDetectAsync(
            new MySqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is not null)
        {
            await _server.DropDatabaseAsync(ConnectionString);
        }
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new MySqlProvider((connectionString ?? ConnectionString) + OwnSettings);

    /// <inheritdoc/>
    public override void Use(
        DbContextOptionsBuilder options, bool retries = false, string? connectionString = null)
        => options.UseMySql(connectionString ?? ConnectionString, _version!, mysql =>
        {
            if (retries)
            {
                mysql.EnableRetryOnFailure();
            }
        });

    /// <inheritdoc/>
    public override IServiceCollection AddServicesOfEfCore(IServiceCollection services)
        => services.AddEntityFrameworkMySql();

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        // Pomelo refuses a connection that is handed to it open without these two.
        var connection = new MySqlConnection(
            $"{ConnectionString};Pooling=False;Allow User Variables=True;Use Affected Rows=False");
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public override string Sql(string standard) => standard.Replace('"', '`');

    /// <inheritdoc/>
    public override string Begin => "START TRANSACTION";

    /// <inheritdoc/>
    public override async Task<bool> AreOrdersWritableAsync()
    {
        await using var outside = await OpenOutsideAsync();
        await using var command = outside.CreateCommand();

        // What a context disposed while open left is undone right after the driver has its session back.
        command.CommandText = "SET innodb_lock_wait_timeout = 5; SELECT 1 FROM `Orders` FOR UPDATE";
        try
        {
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (MySqlException locked) when (locked.ErrorCode == MySqlErrorCode.LockWaitTimeout)
        {
            return false;
        }
    }
}
