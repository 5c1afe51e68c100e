using System.Globalization;
using Leasehold.CrashLab.Tests.Runs;
using Leasehold.Durable;

namespace Leasehold.CrashLab.Tests.Points;

/// <summary>What the runs on one database came to.</summary>
internal static class PointReport
{
    public static string Of(string database, IReadOnlyCollection<RunResult> results)
    {
        var struck = results.Where(static run => run.StruckAt is not null).ToList();
        var points = struck.Select(static run => (run.Plan.Point, run.Plan.Passing)).Distinct().Count();
        var names = struck.Select(static run => run.StruckAt!).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var missed = DurableSteps.All.Except(struck.Select(static run => run.StruckAt!), StringComparer.Ordinal);
        var violated = results.Count(static run => run.Violations.Count > 0);
        var longest = results.Count == 0 ? TimeSpan.Zero : results.Max(static run => run.LongestOverdue);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""

            {database}: {results.Count} runs at {points} points, {struck.Count} faults struck, {violated} runs violated
            longest wait of an operation for somebody to recover it: {longest.TotalSeconds:F1} s past its claim
            struck at: {string.Join(", ", names)}
            never struck: {string.Join(", ", missed)}
            """);
    }
}
