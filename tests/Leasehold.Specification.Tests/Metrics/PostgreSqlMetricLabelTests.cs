using Leasehold.Specification.Tests.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.Metrics;

public sealed class PostgreSqlMetricLabelTests : MetricLabelSpecification<PostgreSqlDatabase>
{
    protected override (string Meter, string PoolTag) Driver => ("Npgsql", "db.client.connection.pool.name");

    protected override string StringOf() => new NpgsqlConnectionStringBuilder(Database.ConnectionString)
    {
        Host = Host,
        Username = User,
        Password = Password,
    }.ConnectionString;

    protected override Task MakeUserAsync()
        => Database.ExecuteAsync(
            $"CREATE ROLE \"{User}\" LOGIN PASSWORD '{Password.Replace("'", "''", StringComparison.Ordinal)}'");

    protected override async Task DropUserAsync()
    {
        var user = User.Replace("'", "''", StringComparison.Ordinal);
        await Database.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{user}'");
        await Database.ExecuteAsync($"DROP ROLE \"{User}\"");
    }
}
