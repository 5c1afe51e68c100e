using System.Data.Common;
using System.Diagnostics;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Servers;

namespace Leasehold.Testing.Servers.Tests;

/// <summary>What every private server does, whatever its product.</summary>
public abstract class DatabaseServerSpecification : IAsyncLifetime
{
    private IDatabaseServer? _server;

    protected IDatabaseServer Server => _server ?? throw new InvalidOperationException("Not started.");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task CreateDatabase_Twice_GivesTwoDatabases()
    {
        var first = await Server.CreateDatabaseAsync("twin", Cancelled);
        var second = await Server.CreateDatabaseAsync("twin", Cancelled);

        await ExecuteAsync(first, "CREATE TABLE only_in_the_first (id int)");

        await Assert.ThrowsAnyAsync<DbException>(
            () => ExecuteAsync(second, "INSERT INTO only_in_the_first VALUES (1)"));
    }

    [Fact]
    public async Task DropDatabase_WithAnOpenSession_Drops()
    {
        var database = await Server.CreateDatabaseAsync("short_lived", Cancelled);
        await using var session = await OpenAsync(database);

        await Server.DropDatabaseAsync(database, Cancelled);

        await Assert.ThrowsAnyAsync<DbException>(() => OpenAsync(database));
    }

    [Theory]
    [InlineData(StopMode.Orderly)]
    [InlineData(StopMode.Kill)]
    public async Task Restart_AfterACommit_KeepsPortAndData(StopMode mode)
    {
        var port = Server.Port;
        var database = await Server.CreateDatabaseAsync("durable", Cancelled);
        await ExecuteAsync(database, "CREATE TABLE kept (id int)");
        await ExecuteAsync(database, "INSERT INTO kept VALUES (42)");

        await Server.RestartAsync(mode, Cancelled);

        Assert.Equal(port, Server.Port);
        Assert.Equal(42, await ScalarAsync(database, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task Stop_Orderly_RefusesConnections()
    {
        await Server.StopAsync(StopMode.Orderly, Cancelled);

        await Assert.ThrowsAnyAsync<DbException>(() => OpenAsync(Server.ConnectionString));
    }

    [Fact]
    public async Task Stop_WithAnOpenSession_DoesNotWaitForIt()
    {
        await using var session = await OpenAsync(Server.ConnectionString);
        var watch = Stopwatch.StartNew();

        await Server.StopAsync(StopMode.Orderly, Cancelled);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task KillSessions_OfOneDatabase_LeavesTheOthers()
    {
        var victimDatabase = await Server.CreateDatabaseAsync("victim", Cancelled);
        var bystanderDatabase = await Server.CreateDatabaseAsync("bystander", Cancelled);
        await using var victim = await OpenAsync(victimDatabase);
        await using var bystander = await OpenAsync(bystanderDatabase);

        Assert.Equal(1, await Server.KillSessionsAsync(victimDatabase, Cancelled));

        await Assert.ThrowsAnyAsync<DbException>(() => ScalarAsync(victim, SelectOne));
        Assert.Equal(1, await ScalarAsync(bystander, SelectOne));
    }

    [Fact]
    public async Task KillSessions_OfTheServer_EndsThemAll()
    {
        await using var one = await OpenAsync(await Server.CreateDatabaseAsync("one", Cancelled));
        await using var other = await OpenAsync(await Server.CreateDatabaseAsync("other", Cancelled));

        Assert.Equal(2, await Server.KillSessionsAsync(Cancelled));

        await Assert.ThrowsAnyAsync<DbException>(() => ScalarAsync(one, SelectOne));
        await Assert.ThrowsAnyAsync<DbException>(() => ScalarAsync(other, SelectOne));
    }

    [Fact]
    public async Task Freeze_ThenThaw_LetsTheStatementFinish()
    {
        await using var session = await OpenAsync(Server.ConnectionString);
        Server.Freeze();
        var statement = ScalarAsync(session, SelectOne);

        // It cannot finish, however long we wait: half a second is enough to see a freeze that does not work.
        await Assert.ThrowsAsync<TimeoutException>(() => statement.WaitAsync(TimeSpan.FromSeconds(0.5), Cancelled));
        Server.Thaw();

        Assert.Equal(1, await statement);
    }

    [Fact]
    public async Task Start_WithDefaults_AllowsTwoHundredConnections()
    {
        Assert.SkipWhen(MaxConnectionsQuery is null, "This server has no limit of connections.");

        Assert.Equal(200, await ScalarAsync(Server.ConnectionString, MaxConnectionsQuery));
    }

    [Fact]
    public async Task Start_WithDefaults_IsDurable() =>
        Assert.Equal(1, await ScalarAsync(Server.ConnectionString, DurabilityQuery));

    protected virtual string SelectOne => "SELECT 1";

    /// <summary>Null where the server has no limit.</summary>
    protected abstract string? MaxConnectionsQuery { get; }

    /// <summary>Answers 1 when every commit is flushed to the disk.</summary>
    protected abstract string DurabilityQuery { get; }

    protected abstract Task<IDatabaseServer> StartAsync();

    /// <summary>An unpooled connection.</summary>
    protected abstract DbConnection Connect(string connectionString);

    private static async Task<int> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(await command.ExecuteScalarAsync(Cancelled), provider: null);
    }

    private async Task<DbConnection> OpenAsync(string connectionString)
    {
        var connection = Connect(connectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    private async Task<int> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        return await ScalarAsync(connection, sql);
    }

    private async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
