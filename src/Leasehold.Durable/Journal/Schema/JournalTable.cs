namespace Leasehold.Durable;

/// <summary>One of the journal's tables, as it is made and as it is recognised.</summary>
internal sealed record JournalTable(string Name, IReadOnlyList<JournalColumn> Columns)
{
    /// <summary>Indexes by name, with the statement that makes each.</summary>
    public IReadOnlyList<(string Name, string Create)> Indexes { get; init; } = [];

    /// <summary>Indexes of before, with the statement that removes each.</summary>
    public IReadOnlyList<(string Name, string Drop)> StaleIndexes { get; init; } = [];

    /// <summary>What stands behind the columns, and behind the table.</summary>
    public string Inline { get; init; } = "";

    public string End { get; init; } = "";

    /// <summary>Makes it, unless another instance was quicker. The first column is the key.</summary>
    public string Create
        => $"""
        CREATE TABLE IF NOT EXISTS {Name} ({string.Join(", ", Columns.Select(static c => $"{c.Name} {c.Type}"))},
            PRIMARY KEY ({Columns[0].Name}){Inline}){End}
        """;

    public string Add(JournalColumn column) => $"ALTER TABLE {Name} ADD COLUMN {column.Name} {column.Type}";
}
