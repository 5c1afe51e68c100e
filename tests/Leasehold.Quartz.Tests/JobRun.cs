namespace Leasehold.Quartz.Tests;

/// <summary>What a job saw of its flow.</summary>
public sealed record JobRun(string? Flow, Workload? Workload, string LeasedFrom);
