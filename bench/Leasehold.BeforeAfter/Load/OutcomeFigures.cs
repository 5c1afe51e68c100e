namespace Leasehold.BeforeAfter.Load;

/// <summary>What requests or tasks came to.</summary>
/// <param name="Completed">Done.</param>
/// <param name="Exhausted">Got no connection in time.</param>
/// <param name="OtherwiseFailed">Failed in another way.</param>
/// <param name="P50Ms">Half of the completed ones took no longer, in milliseconds.</param>
/// <param name="P95Ms">95 % took no longer.</param>
/// <param name="P99Ms">99 % took no longer.</param>
public sealed record OutcomeFigures(
    int Completed, int Exhausted, int OtherwiseFailed, double P50Ms, double P95Ms, double P99Ms)
{
    /// <summary>All that were not done.</summary>
    public int Failures => Exhausted + OtherwiseFailed;

    /// <summary>All that have ended.</summary>
    public int Ended => Completed + Failures;
}
