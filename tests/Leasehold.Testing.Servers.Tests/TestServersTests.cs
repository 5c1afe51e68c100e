using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Testing.Servers.Tests;

public sealed class TestServersTests
{
    [Fact]
    public async Task TryGetPostgreSql_Twice_GivesTheSameServer()
    {
        var found = await TestServers.TryGetPostgreSqlAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);

        Assert.Same(found.Server, (await TestServers.TryGetPostgreSqlAsync()).Server);
    }

    [Fact]
    public async Task TryGetMariaDb_Found_CreatesADatabase()
    {
        var found = await TestServers.TryGetMariaDbAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);

        var database = await found.Server.CreateDatabaseAsync("shared", TestContext.Current.CancellationToken);

        Assert.Contains("shared_", database, StringComparison.Ordinal);
        await found.Server.DropDatabaseAsync(database, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TryStartPrivatePostgreSql_Installed_HasTheSettingsGiven()
    {
        var options = new DatabaseServerOptions
        {
            MaxConnections = 17,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["work_mem"] = "5MB" },
        };
        await using var server = await PrivateServers.PostgreSqlAsync(options);

        await using var connection = new Npgsql.NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT current_setting('max_connections') || current_setting('work_mem')";

        Assert.Equal("175MB", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
