namespace Leasehold.Durable;

/// <summary>The types of the journal's columns on one database.</summary>
internal sealed record JournalTypes
{
    public required string Id { get; init; }

    /// <summary>Of kinds and other names: ASCII, compared to the letter.</summary>
    public required string Name { get; init; }

    public required string Small { get; init; }

    public required string Number { get; init; }

    public required string Big { get; init; }

    public required string Real { get; init; }

    public required string Owner { get; init; }

    public required Func<int, string> Text { get; init; }

    public required string Json { get; init; }
}
