namespace Leasehold.BeforeAfter.Load;

/// <summary>How a request or a task ended.</summary>
internal enum Ending
{
    /// <summary>Done.</summary>
    Completed,

    /// <summary>No connection came free in time.</summary>
    Exhausted,

    /// <summary>Anything else.</summary>
    Failed,

    /// <summary>Broken off, because the run was stopped.</summary>
    Cancelled,
}
