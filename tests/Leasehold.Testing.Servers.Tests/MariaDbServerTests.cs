using System.Data.Common;
using Leasehold.LocalServers.Databases;
using MySqlConnector;

namespace Leasehold.Testing.Servers.Tests;

public sealed class MariaDbServerTests : DatabaseServerSpecification
{
    protected override string MaxConnectionsQuery => "SELECT @@max_connections";

    protected override string DurabilityQuery => "SELECT @@innodb_flush_log_at_trx_commit";

    protected override Task<IDatabaseServer> StartAsync() => PrivateServers.MariaDbAsync();

    protected override DbConnection Connect(string connectionString) =>
        new MySqlConnection(new MySqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
}
