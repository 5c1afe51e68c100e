using System.Data.Common;
using System.Globalization;
using Leasehold.LocalServers.Databases;
using Leasehold.PostgreSql;
using Leasehold.Providers;
using Leasehold.Testing.Servers.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>The shared PostgreSQL database; the pools of a test are told apart by their application name.</summary>
public sealed class PostgreSqlDatabase : ServerDatabase
{
    private NpgsqlDataSource? _outside;

    /// <inheritdoc/>
    public override int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    /// <inheritdoc/>
    public override bool RecyclesOnReturn => false;

    /// <inheritdoc/>
    public override bool ChecksOnOpen => false;

    /// <inheritdoc/>
    public override string SetVariable => "SET leasehold.spec = '77'";

    /// <inheritdoc/>
    public override string ReadVariable => "SELECT nullif(current_setting('leasehold.spec', true), '')";

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        (ConnectionString, _outside) = await SharedDatabases.PostgreSqlAsync();
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new PostgreSqlProvider(connectionString ?? ConnectionString);

    /// <inheritdoc/>
    public override object Physical(DbConnection connection) => ((NpgsqlConnection)connection).ProcessID;

    /// <inheritdoc/>
    public override async Task<int> CountConnectionsAsync(ConnectionPools pools)
    {
        await using var command = _outside!.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = pools.Api.Name.Split('/')[0] + "/%" });
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync() => await _outside!.OpenConnectionAsync();

    /// <inheritdoc/>
    public override string Via(int port, string? connectionString = null)
        => new NpgsqlConnectionStringBuilder(connectionString ?? ConnectionString) { Port = port }.ConnectionString;

    /// <inheritdoc/>
    public override async Task KillAsync(object physical)
    {
        // The second argument waits for the session's end.
        await using var command = _outside!.CreateCommand("SELECT pg_terminate_backend($1, 5000)");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)physical });
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }

    /// <inheritdoc/>
    public override DbConnection Connect(string connectionString)
        => new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    /// <inheritdoc/>
    public override async Task<IDatabaseServer> StartPrivateAsync()
    {
        var found = await TestServers.TryStartPrivatePostgreSqlAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }

    /// <inheritdoc/>
    public override bool IsDriverPoolTimeout(Exception exception)
        => exception is NpgsqlException
            && exception.Message.Contains("pool has been exhausted", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => default;
}
