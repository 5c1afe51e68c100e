using System.Globalization;
using Leasehold.CrashLab.Tests.Instances;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>What one run showed.</summary>
/// <param name="Database">On which database.</param>
/// <param name="Scenario">In which scenario.</param>
/// <param name="Plan">What was to go wrong.</param>
/// <param name="StruckAt">At which point it did; null when the run ended before.</param>
/// <param name="Violations">What must not be; empty when all is well.</param>
/// <param name="LongestOverdue">The longest any operation waited for somebody to run it.</param>
/// <param name="Took">From the first start to the end.</param>
internal sealed record RunResult(
    string Database,
    string Scenario,
    FaultPlan Plan,
    string? StruckAt,
    IReadOnlyList<string> Violations,
    TimeSpan LongestOverdue,
    TimeSpan Took)
{
    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Database,-10} {Scenario,-13} {Plan,-12} {StruckAt ?? "(did not strike)",-19} "
            + $"{Took.TotalSeconds,5:F1} s  longest wait {LongestOverdue.TotalSeconds,4:F1} s  "
            + $"{(Violations.Count == 0 ? "ok" : "VIOLATED")}");
}
