using Leasehold.TestServers;
using Leasehold.Testing.Servers.Databases;
using MySqlConnector;

// Starts the servers that a whole test run shares, prints how to reach them as NAME=connection string, then `ready`,
// and keeps them until standard input ends: that also happens when the script that started it is killed. With --mysql
// only the one that speaks MySQL's protocol, which must be MySQL itself.
await using var servers = new SharedServers(Console.Out);
if (args is ["--mysql"])
{
    var mySql = await servers.StartAsync(TestServers.MySqlVariable, TestServers.TryStartPrivateMariaDbAsync);
    if (mySql is not null && !await IsMySqlAsync(mySql))
    {
        return 1;
    }
}
else
{
    await servers.StartAsync(TestServers.PostgreSqlVariable, TestServers.TryStartPrivatePostgreSqlAsync);
    await servers.StartAsync(TestServers.MySqlVariable, TestServers.TryStartPrivateMariaDbAsync);
    await servers.StartAsync(TestServers.FirebirdVariable, TestServers.TryStartPrivateFirebirdAsync);
}

await Console.Out.WriteLineAsync("ready");
while (await Console.In.ReadLineAsync() is not null)
{
    // Nothing is read: the end of the input is the message.
}

return 0;

static async Task<bool> IsMySqlAsync(string connectionString)
{
    await using var connection = new MySqlConnection(connectionString);
    await connection.OpenAsync();
    await using var command = new MySqlCommand("SELECT VERSION()", connection);
    var version = (string)(await command.ExecuteScalarAsync())!;
    var isMySql = !version.Contains("MariaDB", StringComparison.Ordinal);
    await Console.Out.WriteLineAsync(isMySql
        ? $"The tests run against MySQL {version}."
        : $"--mysql asks for MySQL, but the server that is named is {version}.");
    return isMySql;
}
