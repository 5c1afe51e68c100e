namespace Leasehold.BeforeAfter.Runs;

/// <summary>How far a side is.</summary>
public enum SidePhase
{
    /// <summary>Its service, its external APIs and its database are being started.</summary>
    Preparing,

    /// <summary>Load arrives.</summary>
    Loading,

    /// <summary>No more load; what is under way ends.</summary>
    Draining,

    /// <summary>Over.</summary>
    Ended,
}
