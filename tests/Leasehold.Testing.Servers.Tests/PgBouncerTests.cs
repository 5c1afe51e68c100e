using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Poolers;
using Leasehold.LocalServers.Servers;
using Npgsql;

namespace Leasehold.Testing.Servers.Tests;

public sealed class PgBouncerTests : IAsyncLifetime
{
    private IDatabaseServer? _server;
    private PgBouncer? _bouncer;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IDatabaseServer Server => _server ?? throw new InvalidOperationException("Not started.");

    private PgBouncer Bouncer => _bouncer ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _server = await PrivateServers.PostgreSqlAsync();
        _bouncer = await PrivateServers.PgBouncerAsync(_server, new PgBouncerOptions { PoolSize = 1 });
    }

    public async ValueTask DisposeAsync()
    {
        if (_bouncer is not null)
        {
            await _bouncer.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Through_ADatabaseMadeLater_ReachesIt()
    {
        var direct = await Server.CreateDatabaseAsync("behind", Cancelled);

        await using var connection = await OpenAsync(Bouncer.Through(direct));

        Assert.StartsWith(
            "behind_", (string?)await ScalarAsync(connection, "SELECT current_database()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_TwoClientsAndOnePlace_ShareOneSessionOfTheServer()
    {
        await using var one = await OpenAsync(Bouncer.Through(Server.ConnectionString));
        await using var other = await OpenAsync(Bouncer.Through(Server.ConnectionString));

        Assert.Equal(
            await ScalarAsync(one, "SELECT pg_backend_pid()"), await ScalarAsync(other, "SELECT pg_backend_pid()"));
    }

    [Fact]
    public async Task Through_ATransactionInTheOnlyPlace_MakesTheOtherClientWait()
    {
        await using var one = await OpenAsync(Bouncer.Through(Server.ConnectionString));
        await using var other = await OpenAsync(Bouncer.Through(Server.ConnectionString));
        var transaction = await one.BeginTransactionAsync(Cancelled);
        await ScalarAsync(one, "SELECT 1");

        var waiting = ScalarAsync(other, "SELECT 2");

        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(0.5), Cancelled));
        await transaction.CommitAsync(Cancelled);
        Assert.Equal(2, await waiting);
    }

    [Theory]
    [InlineData(StopMode.Orderly)]
    [InlineData(StopMode.Kill)]
    public async Task Restart_AnyMode_ServesTheSamePort(StopMode mode)
    {
        var port = Bouncer.Port;

        await Bouncer.RestartAsync(mode, Cancelled);

        Assert.Equal(port, Bouncer.Port);
        await using var connection = await OpenAsync(Bouncer.Through(Server.ConnectionString));
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact]
    public async Task Stop_ThenConnect_IsRefused()
    {
        await Bouncer.StopAsync(StopMode.Orderly, Cancelled);

        await Assert.ThrowsAsync<NpgsqlException>(() => OpenAsync(Bouncer.Through(Server.ConnectionString)));
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
