namespace Leasehold.Durable;

/// <summary>The journal's tables: the operations, and what is decided about their kinds.</summary>
internal static class JournalTables
{
    /// <summary>Begins the name of every table and index of the journal.</summary>
    public const string Begin = "leasehold_";

    public const string Operations = $"{Begin}operations";
    public const string PausedKinds = $"{Begin}paused_kinds";
    public const string Recurring = $"{Begin}recurring";
    public const int LongestNote = 200;
    public const int LongestReason = 500;

    /// <summary>The columns of the operations. Add, never rename: instances of two versions share them.</summary>
    public static IReadOnlyList<JournalColumn> OperationColumns(JournalTypes types)
        =>
        [
            new("id", $"{types.Id} NOT NULL"),
            new("kind", $"{types.Name} NOT NULL"),
            new("state", $"{types.Small} NOT NULL"),
            new("attempt", $"{types.Number} NOT NULL"),
            new("epoch", $"{types.Big} NOT NULL"),
            new("owner", types.Owner),
            new("due_us", $"{types.Big} NOT NULL"),
            new("prepared_us", $"{types.Big} NOT NULL"),
            new("called_us", types.Big),
            new("reason", types.Text(LongestReason)),
            new("args", types.Json),
            new("progress", types.Real, IsLater: true),
            new("note", types.Text(LongestNote), IsLater: true),
        ];

    /// <summary>The kinds that no worker claims.</summary>
    public static IReadOnlyList<JournalColumn> PausedKindColumns(JournalTypes types)
        =>
        [
            new("kind", $"{types.Name} NOT NULL"),
            new("paused_us", $"{types.Big} NOT NULL"),
            new("reason", types.Text(LongestReason)),
        ];

    /// <summary>What recurs, and when it is next.</summary>
    public static IReadOnlyList<JournalColumn> RecurringColumns(JournalTypes types)
        =>
        [
            new("name", $"{types.Name} NOT NULL"),
            new("kind", $"{types.Name} NOT NULL"),
            new("cron", $"{types.Name} NOT NULL"),
            new("zone", $"{types.Name} NOT NULL"),
            new("next_us", types.Big),
            new("last_us", types.Big),
        ];
}
