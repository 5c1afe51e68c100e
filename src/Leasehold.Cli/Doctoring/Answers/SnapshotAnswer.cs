namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>What <c>/leasehold/snapshot</c> answers, as far as it is shown.</summary>
internal sealed record SnapshotAnswer(IReadOnlyList<SnapshotPart>? Databases);
