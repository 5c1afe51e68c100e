using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Cli.Analysis;

/// <summary>The rules to run, and the analyzers that know them.</summary>
internal sealed class RuleSelection
{
    private RuleSelection(ImmutableArray<DiagnosticAnalyzer> analyzers, IEnumerable<string> ids)
    {
        Analyzers = analyzers;
        var wanted = ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Rules =
        [
            .. analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)
                .Where(rule => wanted.Contains(rule.Id))
                .DistinctBy(static rule => rule.Id, StringComparer.Ordinal)
                .OrderBy(static rule => rule.Id, StringComparer.Ordinal),
        ];
    }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    /// <summary>By id.</summary>
    public IReadOnlyList<DiagnosticDescriptor> Rules { get; }

    /// <summary>Every analyzer of an assembly.</summary>
    public static RuleSelection Load(Assembly assembly)
    {
        var analyzers = assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .ToImmutableArray();
        return new RuleSelection(analyzers, IdsOf(analyzers));
    }

    /// <summary>These rules only; all of them when none is named.</summary>
    public RuleSelection Only(IReadOnlyCollection<string> ids) => ids.Count == 0
        ? this
        : new RuleSelection(
            [.. Analyzers.Where(analyzer => IdsOf([analyzer]).Intersect(ids, StringComparer.OrdinalIgnoreCase).Any())],
            ids);

    private static IEnumerable<string> IdsOf(ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id);
}
