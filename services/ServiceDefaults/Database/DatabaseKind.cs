namespace Leasehold.ServiceDefaults.Database;

/// <summary>The databases that the services run on.</summary>
public enum DatabaseKind
{
    /// <summary>A file beside the service; one process.</summary>
    Sqlite,

    /// <summary>PostgreSQL; any number of instances.</summary>
    PostgreSql,

    /// <summary>MySQL or MariaDB; any number of instances.</summary>
    MySql,
}
