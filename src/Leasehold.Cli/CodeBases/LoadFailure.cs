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

    public static CodeBaseProblem Explain(string failure, CodeBaseTarget target)
    {
        // NETSDK1004: no assets file. NETSDK1005: it has no such target framework. NU: the restore itself failed.
        var advice = NotRestored().IsMatch(failure) ? $"Restore it first: dotnet restore \"{target.Path}\"" : null;
        return new CodeBaseProblem(failure.Trim(), advice);
    }

    [GeneratedRegex("^Cannot open project '(?<path>[^']+)' because the (file extension|language) ",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherLanguage();

    [GeneratedRegex(@"NETSDK100[45]|project\.assets\.json", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotRestored();
}
