namespace Leasehold.Payments.Reconciliation;

/// <summary>How a day that was taken up stands.</summary>
internal enum DayProgress
{
    /// <summary>This instance is at it.</summary>
    Going,

    /// <summary>Given back, to be compared once more.</summary>
    Open,

    /// <summary>Done.</summary>
    Finished,
}
