using System.Data.Common;
using System.Globalization;
using Leasehold.LocalServers.Databases;
using Leasehold.ServiceDefaults.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Leasehold.Scenarios.Soak.Databases;

internal sealed class PostgreSqlSoak(IDatabaseServer server) : SoakDatabase
{
    public override string Name => "postgresql";

    public override DatabaseKind Kind => DatabaseKind.PostgreSql;

    public override IDatabaseServer Server => server;

    public override string CreateNotes => "CREATE TABLE notes (id INT PRIMARY KEY, body TEXT, n INT NOT NULL)";

    public override string ReadMark => "SELECT coalesce(current_setting('soak.mark', true), '')";

    public override string LeaveMark => "SET soak.mark = 'left'";

    public override string Endless => "SELECT generate_series(1, 1000000000000)";

    public override string ListSessions
        => "SELECT concat_ws(' ', pid, application_name, state, date_trunc('second', now() - backend_start), query) "
            + "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    public override Task<string> CreateAsync(string name) => server.CreateDatabaseAsync(name);

    public override string Through(string connectionString, int port)
        => new NpgsqlConnectionStringBuilder(connectionString) { Port = port }.ConnectionString;

    public override void UseContext(DbContextOptionsBuilder options, string connectionString)
        => options.UseNpgsql(connectionString);

    public override DbConnection Outside(string connectionString)
        => new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    public override Task KillSomeAsync(string connectionString, int most)
        => ExecuteAsync(
            connectionString,
            "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE datname = "
            + "current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT "
            + most.ToString(CultureInfo.InvariantCulture) + ") AS some_of_them");
}
