namespace Leasehold.Scenarios.Images;

/// <summary>How long reads took.</summary>
internal sealed record ReadFigures(int Reads, int Failed, double P50Ms, double P99Ms);
