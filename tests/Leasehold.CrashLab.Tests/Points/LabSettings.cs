using System.Globalization;
using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Runs;

namespace Leasehold.CrashLab.Tests.Points;

/// <summary>Which runs to make; set by eng/crash-lab through the environment.</summary>
internal static class LabSettings
{
    // All of them when there is no list.
    private static readonly string[]? Databases = List("LEASEHOLD_CRASH_DATABASES");

    /// <summary>All points, instead of a sample.</summary>
    public static bool IsFull { get; } = Text("LEASEHOLD_CRASH_SET") == "full";

    /// <summary>The sample's seed.</summary>
    public static int Seed { get; } = Number("LEASEHOLD_CRASH_SEED", 1);

    /// <summary>Points of the sample, per database and action.</summary>
    public static int SampleSize { get; } = Number("LEASEHOLD_CRASH_SAMPLE", 4);

    /// <summary>Only the scenarios for points that ordinary payments do not pass.</summary>
    public static bool IsSpecialOnly { get; } = Text("LEASEHOLD_CRASH_SPECIAL") is not null;

    /// <summary>The first and last point of the full set.</summary>
    public static int From { get; } = Number("LEASEHOLD_CRASH_FROM", 1);

    public static int To { get; } = IsSpecialOnly ? 0 : Number("LEASEHOLD_CRASH_TO", 1_000);

    /// <summary>Whether only some points are asked for: then none of the special scenarios are.</summary>
    public static bool IsRange { get; } = !IsSpecialOnly && (From > 1 || To < 1_000);

    /// <summary>Runs at a time, per database.</summary>
    public static int Lanes { get; } = Number("LEASEHOLD_CRASH_LANES", 2);

    public static IReadOnlyList<string> Actions { get; } = List("LEASEHOLD_CRASH_ACTIONS") ?? FaultPlan.Actions;

    /// <summary>One run only, as a violation names it.</summary>
    public static FaultPlan? Only { get; } = Text("LEASEHOLD_CRASH_ONLY") is { } plan ? FaultPlan.Parse(plan) : null;

    /// <summary>The scenario of that one run.</summary>
    public static Scenario Scenario { get; } = Text("LEASEHOLD_CRASH_SCENARIO") is { } name
        ? Scenario.Special.Single(one => one.Name == name)
        : Scenario.Usual;

    public static bool LeavesOut(string database)
        => Databases is { } databases && !databases.Contains(database, StringComparer.Ordinal);

    private static string? Text(string name)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    private static int Number(string name, int otherwise)
        => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string[]? List(string name)
        => Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
