namespace Leasehold.Simulators.ImageProcessor.Control;

/// <summary>The answer of <c>GET /control/stats</c>.</summary>
internal sealed record StatsReport(long Received, int InFlight, int PeakInFlight, long Processed, long Refused);
