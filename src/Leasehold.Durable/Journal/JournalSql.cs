namespace Leasehold.Durable;

/// <summary>The journal's statements for one database, built once.</summary>
internal sealed class JournalSql(JournalDialect dialect)
{
    private const string Table = JournalDialect.Table;

    // For statements that name ids. No index has this condition, which keeps PostgreSQL to the primary key: asked for
    // "state = 0", its planner prefers reading the whole index of what is alive. By its statistics that one is next to
    // empty; until a vacuum it has an entry of every row that ever was.
    private const string IsAlive = "state NOT IN (1, 2, 3)";
    private const string Fence = $"WHERE id = @id AND epoch = @epoch AND {IsAlive}";

    // In the words of the index of what has ended: SQLite uses a partial index only for a statement that repeats them.
    private const string HasEnded = "state <> 0";
    private const string ClaimedColumns = "id, kind, attempt, epoch, prepared_us, called_us, reason, args";
    private const string RecordColumns =
        "id, kind, state, attempt, epoch, owner, due_us, prepared_us, called_us, reason, progress, note";

    private readonly string _now = dialect.Now;

    // An expression that the planner computes once: PostgreSQL compares an index with no volatile function.
    private string Once => $"(SELECT {_now})";

    public string Insert { get; } =
        $"""
        INSERT INTO {Table} (id, kind, state, attempt, epoch, owner, due_us, prepared_us, called_us, args)
        VALUES (@id, @kind, 0, 1, 1, @owner, {dialect.Now} + @claim, {dialect.Now}, {dialect.Now}, @args)
        """;

    /// <summary>For any worker: nobody's yet, and never called.</summary>
    public string Add { get; } =
        $"""
        INSERT INTO {Table} (id, kind, state, attempt, epoch, due_us, prepared_us, args)
        VALUES (@id, @kind, 0, 0, 0, {dialect.Now} + @delay, {dialect.Now}, @args)
        """;

    /// <summary>Fence and completion in one; what only the call needed is not kept.</summary>
    public string Complete { get; } =
        $"UPDATE {Table} SET state = 1, owner = NULL, due_us = {dialect.Now} + @retention, args = NULL {Fence}";

    public string Postpone { get; } =
        $"UPDATE {Table} SET owner = NULL, due_us = {dialect.Now} + @pause, reason = @reason {Fence}";

    // Due at once, and as if the attempt had not been: the stop of its host ended it. Handed back already it has no
    // owner, and is not counted twice. The attempt comes first, since MySQL assigns from left to right.
    public string PutBack { get; } =
        $"""
        UPDATE {Table} SET attempt = CASE WHEN owner IS NULL THEN attempt ELSE attempt - 1 END, owner = NULL,
            due_us = {dialect.Now}, reason = @reason {Fence}
        """;

    /// <summary>As postponed, and as never called: the claim alone counted as a call.</summary>
    public string GiveBackUncalled { get; } =
        $"""
        UPDATE {Table} SET owner = NULL, due_us = {dialect.Now} + @pause, reason = @reason, called_us = NULL {Fence}
        """;

    public string Bury { get; } =
        $"UPDATE {Table} SET state = 2, owner = NULL, due_us = {dialect.Now}, reason = @reason {Fence}";

    public string CallAgain { get; } =
        $"UPDATE {Table} SET called_us = {dialect.Now}, due_us = {dialect.Now} + @claim {Fence}";

    public string Redrive { get; } =
        $"""
        UPDATE {Table} SET state = 0, attempt = 0, epoch = epoch + 1, owner = NULL, due_us = {dialect.Now}
        WHERE id = @id AND state = 2
        """;

    /// <summary>Only what was never called, and so by nobody's hands: a claim counts as a call.</summary>
    public string Cancel { get; } =
        $"""
        UPDATE {Table} SET state = 3, epoch = epoch + 1, owner = NULL, due_us = {dialect.Now} + @retention, args = NULL
        WHERE id = @id AND called_us IS NULL AND {IsAlive}
        """;

    public string Report { get; } = $"UPDATE {Table} SET progress = @progress, note = @note {Fence}";

    public string Find { get; } = $"SELECT {RecordColumns} FROM {Table} WHERE id = @id";

    /// <summary>Waits for a transaction that may still be committing.</summary>
    public string Settle { get; } = $"SELECT {RecordColumns} FROM {Table} WHERE id = @id{dialect.ForUpdate}";

    public string SelectFinished { get; } =
        $"""
        SELECT id FROM {Table} WHERE state IN (1, 3) AND {HasEnded} AND due_us <= (SELECT {dialect.Now})
        LIMIT @count{dialect.ForUpdateSkipLocked}
        """;

    public string SelectPurged(bool ofOneKind)
        => $"""
        SELECT id FROM {Table} WHERE state = @state AND {HasEnded} AND prepared_us <= {Once} - @age
        {(ofOneKind ? "AND kind = @kind" : "")} LIMIT @count{dialect.ForUpdateSkipLocked}
        """;

    /// <summary>Kinds that are alive, but for these.</summary>
    public static string OtherKinds(int kinds)
        => $"SELECT DISTINCT kind FROM {Table} WHERE state = 0"
            + (kinds == 0 ? "" : $" AND kind NOT IN ({Parameters("k", kinds)})");

    /// <summary>One look-up in the index for each kind.</summary>
    public string NextDue(int kinds)
        => "SELECT " + string.Join(", ", Enumerable.Range(0, kinds).Select(i =>
            $"CASE WHEN {PausedKinds.Condition($"@k{i}")} THEN NULL "
            + $"ELSE (SELECT MIN(due_us) FROM {Table} WHERE state = 0 AND kind = @k{i}) - {_now} END"));

    public string SelectDue(int except)
        => $"""
        SELECT {ClaimedColumns}, {_now} FROM {Table}
        WHERE state = 0 AND kind = @kind AND due_us <= {Once} AND NOT {PausedKinds.Condition("@kind")}
        {(except == 0 ? "" : $"AND id NOT IN ({Parameters("x", except)})")}
        ORDER BY due_us LIMIT @count{dialect.ForUpdateSkipLocked}
        """;

    /// <summary>One that nobody runs, due or not.</summary>
    public string SelectOne { get; } =
        $"""
        SELECT {ClaimedColumns}, {dialect.Now} FROM {Table}
        WHERE id = @id AND {IsAlive} AND (owner IS NULL OR due_us <= {dialect.Now}){dialect.ForUpdateSkipLocked}
        """;

    public string Claim(int ids)
        => $"""
        UPDATE {Table} SET owner = @owner, epoch = epoch + 1, attempt = attempt + 1, due_us = {_now} + @claim,
            called_us = COALESCE(called_us, {_now})
        WHERE id IN ({Parameters("i", ids)})
        """;

    /// <summary>
    /// What an instance still owns, but for rows that some session has locked: one of them must not hold up the rest.
    /// </summary>
    public string SelectOwned(int ids)
        => $"""
        SELECT id FROM {Table}
        WHERE id IN ({Parameters("i", ids)}) AND owner = @owner AND {IsAlive}{dialect.ForUpdateSkipLocked}
        """;

    public string Renew(int ids)
        => $"UPDATE {Table} SET due_us = {_now} + @claim WHERE id IN ({Parameters("i", ids)})";

    public string HandBack(int ids)
        => $"""
        UPDATE {Table} SET owner = NULL, due_us = {_now}, attempt = attempt - 1 WHERE id IN ({Parameters("i", ids)})
        """;

    public static string Remove(int ids) => $"DELETE FROM {Table} WHERE id IN ({Parameters("i", ids)})";

    public static string List(DurableState state, bool goesOn)
        => $"""
        SELECT {RecordColumns} FROM {Table}
        WHERE state = {(int)state} {(state == DurableState.Prepared ? "" : $"AND {HasEnded}")}
        {(goesOn ? "AND (due_us > @due OR (due_us = @due AND id > @id))" : "")}
        ORDER BY due_us, id LIMIT @count
        """;

    private static string Parameters(string name, int count)
        => string.Join(", ", Enumerable.Range(0, count).Select(i => $"@{name}{i}"));
}
