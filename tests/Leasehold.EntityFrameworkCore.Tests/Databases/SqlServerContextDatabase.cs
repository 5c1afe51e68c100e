using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Leasehold.AdoNet;
using Leasehold.Providers;
using Leasehold.SqlServer;
using Leasehold.Testing.Servers.Databases;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>A database on the SQL Server that the user brings; without one every test of it is skipped.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public sealed class SqlServerContextDatabase : ContextDatabase
{
    // A lock that someone else has, with NOWAIT.
    private const int LockTimeout = 1222;

    private string? _server;

    /// <inheritdoc/>
    public override string UnreachableConnectionString => new SqlConnectionStringBuilder(ConnectionString)
    {
        DataSource = FormattableString.Invariant($"tcp:127.0.0.1,{LocalServers.Network.FreePort.Next()}"),
    }.ConnectionString;

    /// <inheritdoc/>
    public override string Begin => "BEGIN TRANSACTION";

    private string Name => new SqlConnectionStringBuilder(ConnectionString).InitialCatalog;

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        var found = TestServers.TryGetSqlServer();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        var text = new SqlConnectionStringBuilder(found.Server) { Pooling = false };
        _server = text.ConnectionString;
        (text.InitialCatalog, text.Pooling) = ($"ef_{Guid.NewGuid():n}", true);
        ConnectionString = text.ConnectionString;
        await ExecuteAsync($"CREATE DATABASE [{Name}]");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (ConnectionString.Length > 0)
        {
            SqlConnection.ClearAllPools();
            await ExecuteAsync(
                $"IF DB_ID('{Name}') IS NOT NULL ALTER DATABASE [{Name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; "
                + $"DROP DATABASE IF EXISTS [{Name}]");
        }
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
    {
        var options = new AdoNetOptions();
        SqlServerFacts.Apply(options);
        return new AdoNetProvider(
            SqlClientFactory.Instance,
            SqlServerFacts.WithoutBlockingPeriod(connectionString ?? ConnectionString),
            options);
    }

    /// <inheritdoc/>
    public override void Use(
        DbContextOptionsBuilder options, bool retries = false, string? connectionString = null)
        => options.UseSqlServer(connectionString ?? ConnectionString, sqlServer =>
        {
            if (retries)
            {
                sqlServer.EnableRetryOnFailure();
            }
        });

    /// <inheritdoc/>
    public override IServiceCollection AddServicesOfEfCore(IServiceCollection services)
        => services.AddEntityFrameworkSqlServer();

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        var connection = new SqlConnection(
            new SqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public override async Task<bool> AreOrdersWritableAsync()
    {
        await using var outside = await OpenOutsideAsync();
        await using var command = outside.CreateCommand();
        command.CommandText = "SELECT count(*) FROM \"Orders\" WITH (UPDLOCK, NOWAIT)";
        try
        {
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (SqlException locked) when (locked.Number == LockTimeout)
        {
            return false;
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqlConnection(_server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
