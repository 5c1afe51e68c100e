namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>Whom to look at.</summary>
internal sealed record WhoPart(string? Name, string? Pool, long? Session);
