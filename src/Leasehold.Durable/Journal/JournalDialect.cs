using System.Collections.Concurrent;
using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>What differs between the databases in the journal's statements and its table.</summary>
/// <remarks>
/// Times are microseconds since 1970 in UTC, always by the database's clock: instances need not agree on theirs.
/// </remarks>
internal sealed record JournalDialect
{
    public const string Table = JournalTables.Operations;

    private const string Next = $"{Table}_next";
    private const string Kept = $"{Table}_kept";
    private const string Due = $"{Table}_due";

    /// <summary>The database's clock in microseconds.</summary>
    public required string Now { get; init; }

    /// <summary>Reads the names of a table's columns, as far as the connection sees it.</summary>
    public required string ReadColumns { get; init; }

    /// <summary>Reads the names of a table's indexes.</summary>
    public required string ReadIndexes { get; init; }

    /// <summary>The tables.</summary>
    public required IReadOnlyList<JournalTable> Tables { get; init; }

    /// <summary>Has instances take turns in making tables, until the transaction ends; null where none can.</summary>
    public string? Lock { get; init; }

    /// <summary>Appended to a SELECT that locks its row; writers that take turns need none.</summary>
    public string ForUpdate { get; init; } = " FOR UPDATE";

    /// <summary>Appended to a SELECT that claims rows.</summary>
    public required string ForUpdateSkipLocked { get; init; }

    /// <summary>What stands before the names of tables and indexes; see <see cref="Named"/>.</summary>
    public string Prefix { get; private init; } = "";

    // Statements are few: they differ in the number of their parameters at the most.
    private ConcurrentDictionary<string, string> Statements { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether ids are the driver's Guid; otherwise text.</summary>
    public bool HasGuids { get; init; }

    /// <summary>The journal's dialect of a database.</summary>
    /// <param name="dialect">The provider's.</param>
    /// <param name="prefix">What stands before the names of tables and indexes.</param>
    /// <exception cref="NotSupportedException">The journal does not know this database.</exception>
    public static JournalDialect For(SqlDialect dialect, string prefix = "")
        => Of(dialect) with
        {
            Prefix = prefix,
            Statements = new ConcurrentDictionary<string, string>(StringComparer.Ordinal),
        };

    /// <summary>A statement or a name as the database has it: all names of the journal begin alike.</summary>
    public string Named(string text)
        => Prefix.Length == 0
            ? text
            : Statements.GetOrAdd(
                text, static (sql, prefix) => sql.Replace(JournalTables.Begin, prefix, StringComparison.Ordinal),
                Prefix + JournalTables.Begin);

    private static JournalDialect Of(SqlDialect dialect)
        => dialect.SystemName switch
        {
            "postgresql" => PostgreSql,
            "mysql" or "mariadb" => MySql,
            "sqlite" => Sqlite,
            _ => throw new NotSupportedException(
                $"Durable operations know PostgreSQL, MariaDB/MySQL and SQLite, not '{dialect.SystemName}'."),
        };

    // CREATE ... IF NOT EXISTS is not safe against itself on PostgreSQL, so instances take turns; the lock belongs to
    // the transaction, as a pooler before the server needs it.
    private static JournalDialect PostgreSql { get; } = new()
    {
        Now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
        ReadColumns =
            """
            SELECT attname::text FROM pg_attribute
            WHERE attrelid = to_regclass(@table) AND attnum > 0 AND NOT attisdropped
            """,
        ReadIndexes =
            """
            SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = to_regclass(@table)
            """,
        Lock = "SELECT pg_advisory_xact_lock(4911203370217643)",
        ForUpdateSkipLocked = " FOR UPDATE SKIP LOCKED",
        HasGuids = true,
        Tables = TablesOf(
            new JournalTypes
            {
                Id = "uuid",
                Name = "varchar(100)",
                Small = "smallint",
                Number = "int",
                Big = "bigint",
                Real = "double precision",
                Owner = "varchar(40)",
                Text = static length => $"varchar({length})",
                Json = "text",
            },
            WithPartialIndexes),
    };

    // InnoDB appends the primary key to an index by itself, and has no partial ones.
    private static JournalDialect MySql { get; } = new()
    {
        Now = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))",
        ReadColumns =
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = @table
            """,
        ReadIndexes =
            """
            SELECT DISTINCT index_name FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND table_name = @table
            """,
        ForUpdateSkipLocked = " FOR UPDATE SKIP LOCKED",
        Tables = TablesOf(
            new JournalTypes
            {
                Id = "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin",
                Name = "VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin",
                Small = "TINYINT",
                Number = "INT",
                Big = "BIGINT",
                Real = "DOUBLE",
                Owner = "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
                Text = static length => $"VARCHAR({length}) CHARACTER SET utf8mb4",
                Json = "MEDIUMTEXT CHARACTER SET utf8mb4",
            },
            static table => table with
            {
                Inline =
                    $"""
                    , KEY {Due} (state, due_us), KEY {Next} (state, kind, due_us)
                    """,
                Indexes =
                [
                    (Due, $"CREATE INDEX {Due} ON {Table} (state, due_us)"),
                    (Next, $"CREATE INDEX {Next} ON {Table} (state, kind, due_us)"),
                ],
            },
            end: " ENGINE = InnoDB"),
    };

    private static JournalDialect Sqlite { get; } = new()
    {
        Now = "(CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER) * 1000)",
        ReadColumns = "SELECT name FROM pragma_table_info(@table)",
        ReadIndexes = "SELECT name FROM pragma_index_list(@table)",
        ForUpdate = "",
        ForUpdateSkipLocked = "",
        Tables = TablesOf(
            new JournalTypes
            {
                Id = "TEXT",
                Name = "TEXT",
                Small = "INTEGER",
                Number = "INTEGER",
                Big = "INTEGER",
                Real = "REAL",
                Owner = "TEXT",
                Text = static _ => "TEXT",
                Json = "TEXT",
            },
            WithPartialIndexes,
            end: " WITHOUT ROWID"),
    };

    private static List<JournalTable> TablesOf(
        JournalTypes types, Func<JournalTable, JournalTable> withIndexes, string end = "")
        =>
        [
            withIndexes(new JournalTable(Table, JournalTables.OperationColumns(types)) { End = end }),
            new JournalTable(JournalTables.PausedKinds, JournalTables.PausedKindColumns(types)) { End = end },
            new JournalTable(JournalTables.Recurring, JournalTables.RecurringColumns(types)) { End = end },
        ];

    // A partial index for what is alive: it stays small and warm however many rows are kept. By kind, since each kind
    // is claimed by itself, whatever is due of the others.
    private static JournalTable WithPartialIndexes(JournalTable table)
        => table with
        {
            Indexes =
            [
                (Next, $"CREATE INDEX IF NOT EXISTS {Next} ON {Table} (kind, due_us, id) WHERE state = 0"),
                (Kept, $"CREATE INDEX IF NOT EXISTS {Kept} ON {Table} (state, due_us, id) WHERE state <> 0"),
            ],
            StaleIndexes = [(Due, $"DROP INDEX IF EXISTS {Due}")],
        };
}
