namespace Leasehold.Scenarios.Serving.Holds;

/// <summary>How connections were held since the last reset.</summary>
/// <param name="Count">Connections returned.</param>
/// <param name="P50Ms">Half were held no longer, in milliseconds.</param>
/// <param name="P95Ms">95 % were held no longer.</param>
/// <param name="P99Ms">99 % were held no longer.</param>
/// <param name="MaxMs">The longest.</param>
/// <param name="Peak">The most held at once.</param>
/// <param name="Exhausted">Requests that found none in time.</param>
internal sealed record HoldFigures(
    long Count, double P50Ms, double P95Ms, double P99Ms, double MaxMs, long Peak, long Exhausted);
