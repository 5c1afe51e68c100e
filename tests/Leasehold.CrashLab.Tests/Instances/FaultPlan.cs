using System.Globalization;
using System.Text.RegularExpressions;

namespace Leasehold.CrashLab.Tests.Instances;

/// <summary>What goes wrong where: the n-th passing of a point, or of all of them together.</summary>
/// <param name="Point">A fault point's name, or <c>*</c>.</param>
/// <param name="Passing">Counted from 1.</param>
/// <param name="Action">throw, cancel, hang or kill.</param>
internal sealed partial record FaultPlan(string Point, int Passing, string Action)
{
    public const string Any = "*";
    public const string Kill = "kill";
    public const string Hang = "hang";

    public static IReadOnlyList<string> Actions { get; } = ["throw", "cancel", Hang, Kill];

    public static FaultPlan Parse(string text)
        => text.Split(':') is [var point, var passing, var action]
            ? new FaultPlan(point, int.Parse(passing, CultureInfo.InvariantCulture), action)
            : throw new FormatException($"'{text}' is not {{point or *}}:{{n}}:{{action}}.");

    /// <summary>The name of the point at which it struck, as the process said; null when it did not.</summary>
    public string? StruckAt(string output)
        => Struck().Matches(output)
            .Select(static match => match.Groups["point"].Value)
            .FirstOrDefault(point => Point == Any || Point == point);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Point}:{Passing}:{Action}");

    [GeneratedRegex(@"leasehold-fault \d+ (?<point>\S+) \w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Struck();
}
