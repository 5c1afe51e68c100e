namespace Leasehold.Payments.Reconciliation;

/// <summary>What came of comparing a day.</summary>
internal enum DayResult
{
    /// <summary>Compared; closed too, if it has ended.</summary>
    Compared,

    /// <summary>Another instance is at it, or it is done.</summary>
    Busy,

    /// <summary>The gateway could not be asked about all of it; the day stays open and is tried again.</summary>
    Incomplete,
}
