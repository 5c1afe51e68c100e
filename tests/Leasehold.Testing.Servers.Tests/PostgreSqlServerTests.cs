using System.Data.Common;
using Leasehold.LocalServers.Databases;
using Npgsql;

namespace Leasehold.Testing.Servers.Tests;

public sealed class PostgreSqlServerTests : DatabaseServerSpecification
{
    protected override string MaxConnectionsQuery => "SELECT current_setting('max_connections')::int";

    protected override string DurabilityQuery =>
        "SELECT (current_setting('fsync') = 'on' AND current_setting('synchronous_commit') = 'on')::int";

    protected override Task<IDatabaseServer> StartAsync() => PrivateServers.PostgreSqlAsync();

    protected override DbConnection Connect(string connectionString) =>
        new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
}
