using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>What differs between the databases in the journal's statements and its table.</summary>
/// <remarks>
/// Times are microseconds since 1970 in UTC, always by the database's clock: instances need not agree on theirs.
/// </remarks>
internal sealed record JournalDialect
{
    public const string Table = "leasehold_operations";

    /// <summary>The database's clock in microseconds.</summary>
    public required string Now { get; init; }

    /// <summary>Counts the table, as far as the connection sees it.</summary>
    public required string FindTable { get; init; }

    /// <summary>Makes the table and its indexes, unless another instance was quicker.</summary>
    public required IReadOnlyList<string> CreateTable { get; init; }

    /// <summary>Appended to a SELECT that locks its row; writers that take turns need none.</summary>
    public string ForUpdate { get; init; } = " FOR UPDATE";

    /// <summary>Appended to a SELECT that claims rows.</summary>
    public required string ForUpdateSkipLocked { get; init; }

    /// <summary>Whether ids are the driver's Guid; otherwise text.</summary>
    public bool HasGuids { get; init; }

    /// <summary>The journal's dialect of a database.</summary>
    /// <exception cref="NotSupportedException">The journal does not know this database.</exception>
    public static JournalDialect For(SqlDialect dialect)
        => dialect.SystemName switch
        {
            "postgresql" => PostgreSql,
            "mysql" or "mariadb" => MySql,
            "sqlite" => Sqlite,
            _ => throw new NotSupportedException(
                $"Durable operations know PostgreSQL, MariaDB/MySQL and SQLite, not '{dialect.SystemName}'."),
        };

    // A partial index for what is alive: it stays small and warm however many rows are kept.
    // CREATE ... IF NOT EXISTS is not safe against itself on PostgreSQL, so instances take turns; the lock belongs to
    // the transaction, as a pooler before the server needs it.
    private static JournalDialect PostgreSql { get; } = new()
    {
        Now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
        FindTable = "SELECT count(to_regclass('leasehold_operations'))",
        ForUpdateSkipLocked = " FOR UPDATE SKIP LOCKED",
        HasGuids = true,
        CreateTable =
        [
            "SELECT pg_advisory_xact_lock(4911203370217643)",
            """
            CREATE TABLE IF NOT EXISTS leasehold_operations (
                id uuid PRIMARY KEY,
                kind varchar(100) NOT NULL,
                state smallint NOT NULL,
                attempt int NOT NULL,
                epoch bigint NOT NULL,
                owner varchar(40),
                due_us bigint NOT NULL,
                prepared_us bigint NOT NULL,
                called_us bigint,
                reason varchar(500),
                args text)
            """,
            """
            CREATE INDEX IF NOT EXISTS leasehold_operations_due ON leasehold_operations (due_us, id) WHERE state = 0
            """,
            """
            CREATE INDEX IF NOT EXISTS leasehold_operations_kept
                ON leasehold_operations (state, due_us, id) WHERE state <> 0
            """,
        ],
    };

    // InnoDB appends the primary key to the index by itself.
    private static JournalDialect MySql { get; } = new()
    {
        Now = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))",
        FindTable =
            """
            SELECT count(*) FROM information_schema.tables
            WHERE table_schema = DATABASE() AND table_name = 'leasehold_operations'
            """,
        ForUpdateSkipLocked = " FOR UPDATE SKIP LOCKED",
        CreateTable =
        [
            """
            CREATE TABLE IF NOT EXISTS leasehold_operations (
                id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
                kind VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
                state TINYINT NOT NULL,
                attempt INT NOT NULL,
                epoch BIGINT NOT NULL,
                owner VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
                due_us BIGINT NOT NULL,
                prepared_us BIGINT NOT NULL,
                called_us BIGINT,
                reason VARCHAR(500) CHARACTER SET utf8mb4,
                args MEDIUMTEXT CHARACTER SET utf8mb4,
                KEY leasehold_operations_due (state, due_us)) ENGINE = InnoDB
            """,
        ],
    };

    private static JournalDialect Sqlite { get; } = new()
    {
        Now = "(CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER) * 1000)",
        FindTable = "SELECT count(*) FROM sqlite_master WHERE name = 'leasehold_operations'",
        ForUpdate = "",
        ForUpdateSkipLocked = "",
        CreateTable =
        [
            """
            CREATE TABLE IF NOT EXISTS leasehold_operations (
                id TEXT NOT NULL PRIMARY KEY,
                kind TEXT NOT NULL,
                state INTEGER NOT NULL,
                attempt INTEGER NOT NULL,
                epoch INTEGER NOT NULL,
                owner TEXT,
                due_us INTEGER NOT NULL,
                prepared_us INTEGER NOT NULL,
                called_us INTEGER,
                reason TEXT,
                args TEXT) WITHOUT ROWID
            """,
            """
            CREATE INDEX IF NOT EXISTS leasehold_operations_due ON leasehold_operations (due_us) WHERE state = 0
            """,
            """
            CREATE INDEX IF NOT EXISTS leasehold_operations_kept ON leasehold_operations (state, due_us)
                WHERE state <> 0
            """,
        ],
    };
}
