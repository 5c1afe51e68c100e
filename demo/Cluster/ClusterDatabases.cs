using Leasehold.LocalServers.Brokers;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Poolers;

namespace Leasehold.Demo.Cluster;

/// <summary>What the two databases are called, and what has to be installed for them.</summary>
internal static class ClusterDatabases
{
    public static bool TryParse(string? text, out ClusterDatabase database)
    {
        database = text is "mariadb" or "mysql" ? ClusterDatabase.MariaDb : ClusterDatabase.PostgreSql;
        return text is "mariadb" or "mysql" or "postgresql" or "postgres";
    }

    /// <summary>In lower case: names a folder and a scheme.</summary>
    public static string NameOf(ClusterDatabase database) =>
        database == ClusterDatabase.MariaDb ? "mariadb" : "postgresql";

    /// <summary>The Debian packages that are needed and not installed.</summary>
    public static IReadOnlyList<string> MissingPackages(ClusterDatabase database)
    {
        (string Package, string? Missing)[] needed = database == ClusterDatabase.MariaDb
            ? [("mariadb-server", MariaDbServer.MissingReason())]
            : [("postgresql", PostgreSqlServer.MissingReason()), ("pgbouncer", PgBouncer.MissingReason())];
        return
        [
            .. needed.Append(("rabbitmq-server", RabbitMqServer.MissingReason()))
                .Where(static entry => entry.Item2 is not null)
                .Select(static entry => entry.Item1),
        ];
    }
}
