using System.Text.RegularExpressions;

namespace Leasehold.Packages.Tests.Guides;

/// <summary>One block of a page, and what a reader does with it.</summary>
internal sealed partial record GuideStep(GuideStepKind Kind, string Argument, string Text)
{
    /// <summary>The blocks that are marked with a comment before them, in the page's order.</summary>
    public static IReadOnlyList<GuideStep> Of(string page) =>
    [
        .. Marked().Matches(page).Select(static match => new GuideStep(
            Enum.Parse<GuideStepKind>(match.Groups["kind"].Value, ignoreCase: true),
            match.Groups["argument"].Value,
            match.Groups["text"].Value)),
    ];

    /// <summary>How many blocks there are that a reader would run or write, marked or not.</summary>
    public static int BlocksOf(string page) => Block().Count(page);

    [GeneratedRegex(
        @"^<!-- (?<kind>file|run|start)(: (?<argument>\S+))? -->\n```\w+\n(?<text>.*?)^```$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        1000)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^```(sh|csharp)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Block();
}
