namespace Leasehold.Durable;

/// <summary>A recurrence as the journal has it.</summary>
/// <remarks>Immutable. Times are the database's.</remarks>
public sealed record RecurringRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its operations.</summary>
    public required string Kind { get; init; }

    /// <summary>The expression in force: that of the instance that started last.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone it is meant in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Its next occurrence; null when there is none any more.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The latest occurrence that was written; null before the first.</summary>
    public DateTimeOffset? LastAt { get; init; }
}
