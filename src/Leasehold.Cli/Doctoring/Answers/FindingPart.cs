namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>One thing that is wrong.</summary>
internal sealed record FindingPart(
    string? Kind, string? What, WhoPart? Who, double ForMs, int Waiting, string? Action, string? Command);
