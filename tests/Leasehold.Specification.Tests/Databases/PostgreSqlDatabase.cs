using System.Data.Common;
using System.Globalization;
using Leasehold.LocalServers.Databases;
using Leasehold.PostgreSql;
using Leasehold.Providers;
using Leasehold.Testing.Servers.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>The shared PostgreSQL database; the pools of a test are told apart by their application name.</summary>
public class PostgreSqlDatabase : ServerDatabase
{
    private NpgsqlDataSource? _outside;

    /// <inheritdoc/>
    public override int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    /// <inheritdoc/>
    /// <remarks>In the FROM clause the server would make all rows before it sends one.</remarks>
    public override string EndlessQuery => "SELECT generate_series(1, 1000000000000)";

    /// <inheritdoc/>
    /// <remarks>The driver's reset rides on the next command; the idle sweep sends it where none comes.</remarks>
    public override TimeSpan UndoneWithin => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <remarks>Its temporary tables are dropped before its connection stops to count.</remarks>
    public override string MakeSlowToEnd
        => "DO $$BEGIN FOR i IN 1..200 LOOP EXECUTE 'CREATE TEMP TABLE slow_' || i || ' (id INT)'; END LOOP; END$$";

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
    public override async Task<LimitedUser> CreateLimitedUserAsync(int connections)
    {
        var name = $"limited_{Guid.NewGuid():n}"[..20];
        await ExecuteAsync($"CREATE ROLE {name} LOGIN PASSWORD '{name}' CONNECTION LIMIT {connections}");
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = name, Password = name };
        return new LimitedUser(
            builder.ConnectionString,
            async () =>
            {
                // The pools of the test may have sessions of it still: they end with their server side.
                await ExecuteAsync(
                    $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{name}'");
                await ExecuteAsync($"DROP ROLE {name}");
            });
    }

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
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
