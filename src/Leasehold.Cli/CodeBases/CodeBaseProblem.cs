namespace Leasehold.Cli.CodeBases;

/// <summary>Why something could not be analysed, and what to do about it.</summary>
internal sealed record CodeBaseProblem(string Message, string? Advice = null)
{
    public override string ToString() => Advice is null ? Message : $"{Message}\n  {Advice}";
}
