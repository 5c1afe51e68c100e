namespace Leasehold.Scenarios.Reports;

/// <summary>A promise and whether it held in this run.</summary>
internal sealed record Verdict(string Promise, string Measured, bool Held);
