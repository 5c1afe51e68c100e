namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>One database's pools.</summary>
internal sealed record SnapshotPart(string? Name, IReadOnlyList<PoolPart>? Pools);
