namespace Leasehold.Demo.Cluster;

/// <summary>The databases that several instances can share.</summary>
internal enum ClusterDatabase
{
    /// <summary>PostgreSQL, behind PgBouncer.</summary>
    PostgreSql,

    /// <summary>MariaDB.</summary>
    MariaDb,
}
