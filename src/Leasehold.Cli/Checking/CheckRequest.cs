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

    /// <summary>The file of accepted findings; it is written when it is not there. Null for none.</summary>
    public string? BaselinePath { get; init; }

    /// <summary>How findings are printed: text, github, sarif or json.</summary>
    public string Format { get; init; } = "text";

    /// <summary>Files and projects to leave out, by path relative to the working tree's top folder.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Whether times and memory are shown.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Whether rules have their own severity, whatever the code base has configured.</summary>
    public bool AsShipped { get; init; }
}
