namespace Leasehold.Durable;

/// <summary>What becomes of occurrences whose time passed while no instance ran, or their kind was paused.</summary>
public enum MissedOccurrences
{
    /// <summary>The latest one is made up for, the others are left out.</summary>
    Latest,

    /// <summary>All are left out.</summary>
    Skip,

    /// <summary>Each is made up for, the oldest first; at most the latest 1,000.</summary>
    All,
}
