using Microsoft.CodeAnalysis;

namespace Leasehold.Cli.Checking;

/// <summary>What is to be checked, and which findings are asked for.</summary>
internal sealed record CheckRequest
{
    /// <summary>A solution, a project, or a folder with one of them.</summary>
    public required string Target { get; init; }

    /// <summary>Where the SARIF file goes; null for none.</summary>
    public string? SarifPath { get; init; }

    /// <summary>The least severity that counts.</summary>
    public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Warning;

    /// <summary>Ids of the only rules to run; empty for all.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Whether rules have their own severity, whatever the code base has configured.</summary>
    public bool AsShipped { get; init; }
}
