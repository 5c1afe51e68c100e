using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Leasehold.Cli.CodeBases;

/// <summary>Reads what MSBuild's loader says when it fails: it has texts only.</summary>
internal static partial class LoadFailure
{
    /// <summary>A project of another language (or none, such as a container's) is no failure of the check.</summary>
    public static bool IsOtherLanguage(string failure, [NotNullWhen(true)] out string? project)
    {
        var match = OtherLanguage().Match(failure);
        project = match.Success ? match.Groups["path"].Value : null;
        return match.Success;
    }

    /// <summary>MSBuild's own process has gone, whatever it was asked.</summary>
    public static bool IsOfTheHost(string failure) => Host().IsMatch(failure);

    public static CodeBaseProblem Explain(string failure, CodeBaseTarget target)
        => new(failure.Trim(), MissesRestore().IsMatch(failure) ? RestoreAdvice(target) : null);

    public static CodeBaseProblem NotRestored(string project, CodeBaseTarget target)
        => new($"{project} has not been restored: which packages it uses is not known.", RestoreAdvice(target));

    private static string RestoreAdvice(CodeBaseTarget target) => $"Restore it first: dotnet restore \"{target.Path}\"";

    [GeneratedRegex("^Cannot open project '(?<path>[^']+)' because the (file extension|language) ",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherLanguage();

    [GeneratedRegex(@"^\[BuildHost PID \d+\] The BuildHost process ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Host();

    /// <summary>NETSDK1004: no assets file. NETSDK1005: it has no such target framework.</summary>
    [GeneratedRegex(@"NETSDK100[45]|project\.assets\.json", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MissesRestore();
}
