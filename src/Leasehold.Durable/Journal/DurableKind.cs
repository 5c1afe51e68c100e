namespace Leasehold.Durable;

/// <summary>A kind of operations, as this instance and the journal know it.</summary>
/// <remarks>Immutable.</remarks>
public sealed record DurableKind
{
    /// <summary>Its name.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it is registered in this instance.</summary>
    /// <value>
    /// False for what another service or version wrote: the workers of this one leave it to theirs.
    /// </value>
    public required bool IsRegistered { get; init; }

    /// <summary>Whether the workers of all instances leave it alone.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Why it is paused, if somebody said so.</summary>
    public string? PauseReason { get; init; }

    /// <summary>How many of it are being run, wait for their next attempt, or for an owner.</summary>
    public required long Prepared { get; init; }

    /// <summary>How many of it are dead letters.</summary>
    public required long Dead { get; init; }
}
