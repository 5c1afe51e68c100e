using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Leasehold.Cli.Analysis;

/// <summary>A rule that is broken at a place.</summary>
internal sealed record Finding
{
    private Finding(Diagnostic diagnostic, string path, LinePositionSpan span)
    {
        Rule = diagnostic.Descriptor;
        Severity = diagnostic.Severity;
        Message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        IsSuppressed = diagnostic.IsSuppressed;
        Path = path;
        Span = span;
    }

    /// <summary>By file, line, column, rule: two findings that agree in these are one.</summary>
    public static IComparer<Finding> ByPlace { get; } = Comparer<Finding>.Create(static (one, other) =>
        string.CompareOrdinal(one.Path, other.Path) is not 0 and var path ? path
        : one.Span.Start.CompareTo(other.Span.Start) is not 0 and var span ? span
        : string.CompareOrdinal(one.Rule.Id, other.Rule.Id));

    public DiagnosticDescriptor Rule { get; }

    /// <summary>As configured by the code base.</summary>
    public DiagnosticSeverity Severity { get; }

    public string Message { get; }

    public bool IsSuppressed { get; }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Counted from 0.</summary>
    public LinePositionSpan Span { get; }

    public static Finding Of(Diagnostic diagnostic, Project project)
    {
        // Mapped, as the author of a Razor page wants his own line.
        var place = diagnostic.Location.GetMappedLineSpan();
        return new Finding(diagnostic, place.IsValid ? place.Path : project.FilePath ?? project.Name, place.Span);
    }
}
