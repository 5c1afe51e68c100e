using Leasehold.Specification.Tests.Databases;
using MySqlConnector;

namespace Leasehold.Specification.Tests.Metrics;

public sealed class MariaDbMetricLabelTests : MetricLabelSpecification<MariaDbDatabase>
{
    protected override (string Meter, string PoolTag) Driver => ("MySqlConnector", "pool.name");

    private static string Quoted => $"'{User.Replace("'", "''", StringComparison.Ordinal)}'@'%'";

    protected override string StringOf() => new MySqlConnectionStringBuilder(Database.ConnectionString)
    {
        Server = Host,
        UserID = User,
        Password = Password,
    }.ConnectionString;

    protected override async Task MakeUserAsync()
    {
        var password = Password.Replace("'", "''", StringComparison.Ordinal);
        await Database.ExecuteAsync($"CREATE USER {Quoted} IDENTIFIED BY '{password}'");
        await Database.ExecuteAsync($"GRANT ALL ON *.* TO {Quoted}");
    }

    protected override Task DropUserAsync() => Database.ExecuteAsync($"DROP USER {Quoted}");
}
