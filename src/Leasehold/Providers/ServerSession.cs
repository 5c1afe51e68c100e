using System.Collections.Frozen;

namespace Leasehold.Providers;

/// <summary>One session of a server at one moment.</summary>
/// <remarks>It holds no SQL and no values: of a statement only its kind is kept.</remarks>
public sealed record ServerSession
{
    private const int MaxText = 100;

    // A closed list: whatever else a text begins with is not repeated.
    private static readonly FrozenSet<string> Kinds = FrozenSet.ToFrozenSet(
    [
        "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "WITH", "VALUES", "TABLE", "COPY", "LOAD", "CALL",
        "DO", "EXECUTE", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "SET", "SHOW",
        "RESET", "DISCARD", "PREPARE", "DEALLOCATE", "DECLARE", "FETCH", "CLOSE", "LISTEN", "NOTIFY", "UNLISTEN", "USE",
        "EXPLAIN", "ANALYZE", "VACUUM", "CLUSTER", "REINDEX", "REFRESH", "CHECKPOINT", "OPTIMIZE", "REPAIR", "CHECK",
        "ALTER", "CREATE", "DROP", "TRUNCATE", "RENAME", "COMMENT", "GRANT", "REVOKE", "LOCK", "UNLOCK", "FLUSH",
        "KILL", "BACKUP", "XA",
    ]);

    // Those that take a lock on a whole table which readers and writers have to wait for.
    private static readonly FrozenSet<string> OfSchema = FrozenSet.ToFrozenSet(
    [
        "ALTER", "CREATE", "DROP", "TRUNCATE", "RENAME", "LOCK", "VACUUM", "CLUSTER", "REINDEX", "REFRESH", "OPTIMIZE",
        "REPAIR",
    ]);

    /// <summary>The server's number of it; 0 for a transaction that is prepared and has no session.</summary>
    public required long Number { get; init; }

    /// <summary>What its client calls itself; empty when it says nothing.</summary>
    public string Application { get; init => field = Bounded(value); } = "";

    /// <summary>The user; empty when the server does not tell.</summary>
    public string User { get; init => field = Bounded(value); } = "";

    /// <summary>The address it connects from; empty when the server does not tell, and for a local socket.</summary>
    public string Client { get; init => field = Bounded(value); } = "";

    /// <summary>What it is doing.</summary>
    public ServerSessionState State { get; init; }

    /// <summary>For how long it has been doing that; null when the server does not tell.</summary>
    public TimeSpan? InStateFor { get; init; }

    /// <summary>How old its transaction is; null when there is none, or the server does not tell.</summary>
    public TimeSpan? InTransactionFor { get; init; }

    /// <summary>The kind of the statement that runs, or of the last one: its first word, as in UPDATE.</summary>
    /// <value>Null when it is not known, or is no word of SQL's.</value>
    public string? Statement
    {
        get;
        init => field = value?.Trim().ToUpperInvariant() is { } word && Kinds.Contains(word) ? word : null;
    }

    /// <summary>The lock that it waits for; null when it waits for none.</summary>
    public ServerLockWait? Wait { get; init; }

    /// <summary>A statement that ends it: its transaction is undone, its locks are free.</summary>
    public string? EndCommand { get; init; }

    /// <summary>A statement that cancels what it is running, and leaves the session.</summary>
    public string? CancelCommand { get; init; }

    /// <summary>Whether its statement changes a table itself, or locks it as a whole.</summary>
    public bool ChangesSchema => Statement is { } statement && OfSchema.Contains(statement);

    private static string Bounded(string? value) => value is { Length: > MaxText } ? value[..MaxText] : value ?? "";
}
