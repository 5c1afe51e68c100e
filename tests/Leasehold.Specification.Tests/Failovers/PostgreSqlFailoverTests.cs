using Leasehold.LocalServers.Databases;
using Leasehold.Specification.Tests.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.Failovers;

public sealed class PostgreSqlFailoverTests : FailoverSpecification<PostgreSqlDatabase>
{
    protected override string ToFirst => First.ConnectionString;

    protected override string ToBoth => new NpgsqlConnectionStringBuilder(First.ConnectionString)
    {
        Host = $"127.0.0.1:{First.Port},127.0.0.1:{Second.Port}",
        TargetSessionAttributes = "read-write",
    }.ConnectionString;

    protected override async Task PrepareAsync(IDatabaseServer server)
    {
        await ExecuteAsync(server, "CREATE SCHEMA shop");
        await ExecuteAsync(server, $"CREATE TABLE {TableName} (id INT PRIMARY KEY)");
    }

    protected override async Task SetReadOnlyAsync(IDatabaseServer server, bool isOn)
    {
        var value = isOn ? "on" : "off";
        await ExecuteAsync(server, $"ALTER SYSTEM SET default_transaction_read_only = {value}");
        await ExecuteAsync(server, "SELECT pg_reload_conf()");
        await Eventually.EqualAsync(1, async () =>
        {
            await using var connection = Database.Connect(server.ConnectionString);
            await connection.OpenAsync(Ended);
            return await connection.ReadAsync(
                $"SELECT (current_setting('default_transaction_read_only') = '{value}')::int");
        });
    }
}
