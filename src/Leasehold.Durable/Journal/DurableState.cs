namespace Leasehold.Durable;

/// <summary>Where an operation is. The numbers are stored.</summary>
public enum DurableState
{
    /// <summary>Stage 1 has committed; it is being run, waits for its next attempt, or for a new owner.</summary>
    Prepared = 0,

    /// <summary>Stage 3 has committed.</summary>
    Completed = 1,

    /// <summary>Its attempts are used up: a dead letter, until somebody re-drives it.</summary>
    Dead = 2,

    /// <summary>It was cancelled before any call was made.</summary>
    Cancelled = 3,
}
