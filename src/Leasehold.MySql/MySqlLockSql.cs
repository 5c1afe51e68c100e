namespace Leasehold.MySql;

/// <summary>Who waits for whom: waiter, blocker, lock and table, by thread.</summary>
internal static class MySqlLockSql
{
    /// <summary>MariaDB: InnoDB's locks.</summary>
    public const string MariaDb =
        """
        SELECT r.trx_mysql_thread_id, b.trx_mysql_thread_id, concat(lower(l.lock_type), ' ', l.lock_mode), l.lock_table
        FROM information_schema.innodb_lock_waits w
        JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id
        JOIN information_schema.innodb_trx b ON b.trx_id = w.blocking_trx_id
        LEFT JOIN information_schema.innodb_locks l ON l.lock_id = w.requested_lock_id
        LIMIT 5000
        """;

    /// <summary>MySQL 8: InnoDB's locks.</summary>
    public const string MySql =
        """
        SELECT r.processlist_id, coalesce(b.processlist_id, 0), concat(lower(l.lock_type), ' ', l.lock_mode),
               concat(l.object_schema, '.', l.object_name)
        FROM performance_schema.data_lock_waits w
        JOIN performance_schema.threads r ON r.thread_id = w.requesting_thread_id
        LEFT JOIN performance_schema.threads b ON b.thread_id = w.blocking_thread_id
        LEFT JOIN performance_schema.data_locks l ON l.engine_lock_id = w.requesting_engine_lock_id
        LIMIT 5000
        """;

    /// <summary>
    /// MySQL 8: locks on tables. A shared one waits for those that are exclusive, or stand in line to be.
    /// </summary>
    public const string MySqlTables =
        """
        SELECT r.processlist_id, b.processlist_id, concat('table ', p.lock_type),
               concat(p.object_schema, '.', p.object_name)
        FROM performance_schema.metadata_locks p
        JOIN performance_schema.threads r ON r.thread_id = p.owner_thread_id
        JOIN performance_schema.metadata_locks g ON g.object_type = p.object_type
            AND g.object_schema = p.object_schema AND g.object_name = p.object_name
            AND g.owner_thread_id <> p.owner_thread_id
        JOIN performance_schema.threads b ON b.thread_id = g.owner_thread_id
        WHERE p.lock_status = 'PENDING' AND p.object_type = 'TABLE'
            AND ((p.lock_type LIKE 'SHARED%' AND g.lock_type
                    IN ('EXCLUSIVE', 'SHARED_NO_WRITE', 'SHARED_NO_READ_WRITE'))
                OR (p.lock_type NOT LIKE 'SHARED%' AND g.lock_status = 'GRANTED'))
        LIMIT 5000
        """;
}
