namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>One database.</summary>
internal sealed record DatabaseAnswer(
    string? Name,
    string? System,
    ServerPart? Server,
    IReadOnlyList<FindingPart>? Findings,
    IReadOnlyList<string>? Notes);
