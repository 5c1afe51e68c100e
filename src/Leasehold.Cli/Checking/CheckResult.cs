using Leasehold.Cli.Analysis;
using Leasehold.Cli.CodeBases;
using Microsoft.CodeAnalysis;

namespace Leasehold.Cli.Checking;

/// <summary>What a check found, and what it could not look at.</summary>
internal sealed class CheckResult(
    IEnumerable<CodeBaseProblem> problems, IEnumerable<string> skipped, DiagnosticSeverity severity)
{
    private readonly List<CodeBaseProblem> _problems = [.. problems];
    private readonly SortedSet<Finding> _findings = new(Finding.ByPlace);
    private readonly SortedSet<Finding> _suppressed = new(Finding.ByPlace);
    private readonly SortedSet<Finding> _milder = new(Finding.ByPlace);

    /// <summary>Why the whole or a part could not be analysed; empty when everything was.</summary>
    public IReadOnlyList<CodeBaseProblem> Problems => _problems;

    /// <summary>Projects in other languages, which the rules do not read.</summary>
    public IReadOnlyList<string> Skipped { get; } = [.. skipped];

    public int Projects { get; private set; }

    /// <summary>By file and line; once, when several target frameworks have it.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings;

    /// <summary>Silenced in the source, by a pragma or an attribute.</summary>
    public IReadOnlyCollection<Finding> Suppressed => _suppressed;

    /// <summary>How many findings the baseline accepts.</summary>
    public int Accepted { get; private set; }

    /// <summary>Below the severity asked for.</summary>
    public IReadOnlyCollection<Finding> Milder => _milder;

    /// <summary>Takes away what a baseline accepts.</summary>
    public void Accept(Baseline baseline) => Accepted += _findings.RemoveWhere(baseline.Takes);

    /// <summary>Takes away what is in files that were left out.</summary>
    public void Exclude(Func<string, bool> isExcluded)
    {
        foreach (var findings in (SortedSet<Finding>[])[_findings, _suppressed, _milder])
        {
            findings.RemoveWhere(finding => isExcluded(finding.Path));
        }
    }

    public void Add(ProjectFindings project)
    {
        Projects++;
        _problems.AddRange(project.Problems);
        foreach (var finding in project.Findings)
        {
            var kind = finding.IsSuppressed ? _suppressed : finding.Severity < severity ? _milder : _findings;
            kind.Add(finding);
        }
    }
}
