using Leasehold.TestServers;
using Leasehold.Testing.Servers.Databases;

// Starts the servers that a whole test run shares, prints how to reach them as NAME=connection string, then `ready`,
// and keeps them until standard input ends: that also happens when the script that started it is killed.
await using var servers = new SharedServers(Console.Out);
await servers.StartAsync(TestServers.PostgreSqlVariable, TestServers.TryStartPrivatePostgreSqlAsync);
await servers.StartAsync(TestServers.MySqlVariable, TestServers.TryStartPrivateMariaDbAsync);
await Console.Out.WriteLineAsync("ready");
while (await Console.In.ReadLineAsync() is not null)
{
    // Nothing is read: the end of the input is the message.
}
