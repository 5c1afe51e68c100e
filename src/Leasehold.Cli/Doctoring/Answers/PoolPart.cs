namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>One pool.</summary>
internal sealed record PoolPart(
    string? Workload, int Size, int MaxOverflow, int InUse, int OverflowInUse, int Waiting);
