namespace Leasehold.Durable;

/// <summary>An operation as the journal has it.</summary>
/// <remarks>
/// Immutable. Times are the database's. The arguments are not shown: they may hold what is nobody's business.
/// </remarks>
public sealed record DurableRecord
{
    /// <summary>The operation.</summary>
    public required Guid Id { get; init; }

    /// <summary>The kind it was registered under.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is.</summary>
    public required DurableState State { get; init; }

    /// <summary>Attempts begun so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it has changed hands; a stale owner's number is lower.</summary>
    public required long Epoch { get; init; }

    /// <summary>The instance that runs it; null when none does.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// When something is next to be done: the claim's end or the next attempt, or for a completed one its removal.
    /// </summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When stage 1 wrote it.</summary>
    public required DateTimeOffset PreparedAt { get; init; }

    /// <summary>When the last call may have begun; null when none was made.</summary>
    public DateTimeOffset? LastCallAt { get; init; }

    /// <summary>What the last attempt ended with, unless it succeeded.</summary>
    public string? Reason { get; init; }

    /// <summary>How far the call said it was, when it last said so; null while it has not.</summary>
    public DurableProgress? Progress { get; init; }
}
