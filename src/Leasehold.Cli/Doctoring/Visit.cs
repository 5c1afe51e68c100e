using System.Text.Json;
using Leasehold.Cli.Doctoring.Answers;

namespace Leasehold.Cli.Doctoring;

/// <summary>What came of asking one instance.</summary>
/// <param name="Instance">Which.</param>
internal sealed record Visit(Instance Instance)
{
    /// <summary>Its diagnosis; null when it could not be asked.</summary>
    public DiagnosisAnswer? Diagnosis { get; init; }

    /// <summary>The same as it came, for the JSON.</summary>
    public JsonElement? Document { get; init; }

    /// <summary>Its pools; null when they are not shown to us.</summary>
    public SnapshotAnswer? Snapshot { get; init; }

    /// <summary>Why it could not be asked, and what to do about that.</summary>
    public string? Problem { get; init; }

    public IEnumerable<FindingPart> Findings
        => Diagnosis?.Databases?.SelectMany(static database => database.Findings ?? []) ?? [];
}
