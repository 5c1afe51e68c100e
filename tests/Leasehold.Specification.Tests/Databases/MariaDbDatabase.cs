using System.Data.Common;
using System.Globalization;
using Leasehold.LocalServers.Databases;
using Leasehold.MySql;
using Leasehold.Providers;
using Leasehold.Testing.Servers.Databases;
using MySqlConnector;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>
/// A MariaDB or MySQL database of the test's own: the server shows a session's database, not its application.
/// </summary>
public class MariaDbDatabase : ServerDatabase
{
    private IDatabaseEndpoint? _server;
    private MySqlDataSource? _outside;
    private string _name = "";

    /// <inheritdoc/>
    public override int Port => _server!.Port;

    /// <inheritdoc/>
    /// <remarks>
    /// MySQL has no sequence tables, and without the hint it joins all but the last before the first row.
    /// </remarks>
    public override string EndlessQuery =>
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
        + "SELECT /*+ NO_BNL() */ a.i FROM n a, n b, n c, n d";

    /// <inheritdoc/>
    public override string SetVariable => "SET @leasehold_spec = 77";

    /// <inheritdoc/>
    public override string ReadVariable => "SELECT @leasehold_spec";

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        (_server, _outside) = await SharedDatabases.MariaDbAsync();
        ConnectionString = WithUserVariables(await _server.CreateDatabaseAsync("spec"));
        _name = new MySqlConnectionStringBuilder(ConnectionString).Database;
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new MySqlProvider(connectionString ?? ConnectionString);

    /// <inheritdoc/>
    public override object Physical(DbConnection connection) => ((MySqlConnection)connection).ServerThread;

    /// <inheritdoc/>
    public override async Task<int> CountConnectionsAsync(ConnectionPools pools)
        => (int)await ReadAsync($"SELECT count(*) FROM information_schema.processlist WHERE db = '{_name}'");

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync() => await _outside!.OpenConnectionAsync();

    /// <inheritdoc/>
    public override string Via(int port, string? connectionString = null)
        => new MySqlConnectionStringBuilder(connectionString ?? ConnectionString)
        {
            Port = (uint)port,
        }.ConnectionString;

    /// <inheritdoc/>
    public override async Task KillAsync(object physical)
    {
        var id = ((int)physical).ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync($"KILL CONNECTION {id}");
        await Eventually.EqualAsync(
            0, () => ReadAsync($"SELECT count(*) FROM information_schema.processlist WHERE id = {id}"));
    }

    /// <inheritdoc/>
    public override DbConnection Connect(string connectionString)
        => new MySqlConnection(
            new MySqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    /// <inheritdoc/>
    public override async Task<LimitedUser> CreateLimitedUserAsync(int connections)
    {
        var name = $"limited_{Guid.NewGuid():n}"[..20];
        var user = $"'{name}'@'%'";
        await ExecuteAsync(
            $"CREATE USER {user} IDENTIFIED BY '{name}' WITH MAX_USER_CONNECTIONS {connections}");
        await ExecuteAsync($"GRANT ALL ON {_name}.* TO {user}");
        var builder = new MySqlConnectionStringBuilder(ConnectionString) { UserID = name, Password = name };
        return new LimitedUser(builder.ConnectionString, () => ExecuteAsync($"DROP USER {user}"));
    }

    /// <inheritdoc/>
    public override async Task<IDatabaseServer> StartPrivateAsync()
    {
        var found = await TestServers.TryStartPrivateMariaDbAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }

    /// <inheritdoc/>
    public override bool IsDriverPoolTimeout(Exception exception)
        => exception is MySqlException && exception.Message.Contains("pooled connections", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_name.Length > 0)
        {
            await _server!.DropDatabaseAsync(ConnectionString);
        }
    }

    /// <inheritdoc/>
    protected override string Qualify(string table) => $"{_name}.{table}";

    private static string WithUserVariables(string connectionString)
        => new MySqlConnectionStringBuilder(connectionString) { AllowUserVariables = true }.ConnectionString;
}
