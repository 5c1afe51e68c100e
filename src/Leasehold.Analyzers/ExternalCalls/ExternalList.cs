using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers;

/// <summary>The list of what leaves the process, with what .editorconfig adds and takes away.</summary>
/// <remarks>Thread-safe; each type is compared with the list once.</remarks>
internal sealed class ExternalList
{
    private readonly ImmutableArray<ExternalEntry> _entries;
    private readonly string[] _added;
    private readonly string[] _taken;

    private readonly ConcurrentDictionary<(INamedTypeSymbol, string), ExternalEntry[]> _found =
        new(Comparer.Instance);

    public ExternalList(Compilation compilation, AnalyzerOptions? options)
    {
        _entries = ExternalEntry.Shipped;
        _added = Configured(compilation, options, "leasehold.external_calls");
        _taken =
        [
            .. Configured(compilation, options, "leasehold.not_external_calls"),
            .. _entries.Where(static entry => entry.Kind == "not").Select(static entry => entry.Pattern),
        ];
    }

    /// <summary>Whether it was said that a method is a call, or is none; null when nothing was said.</summary>
    public bool? IsSaid(INamedTypeSymbol type, string method)
    {
        var name = FullName(type);
        return _taken.Any(pattern => Glob.IsMatch(pattern, name) || Glob.IsMatch(pattern, $"{name}.{method}")) ? false
            : _added.Any(pattern => Glob.IsMatch(pattern, name) || Glob.IsMatch(pattern, $"{name}.{method}")) ? true
            : null;
    }

    /// <summary>The entries of a kind that name a type, one of its bases or one of its interfaces.</summary>
    public ExternalEntry[] Of(ITypeSymbol? type, string kind) =>
        type is INamedTypeSymbol { SpecialType: SpecialType.None } named
            ? _found.GetOrAdd((named.OriginalDefinition, kind), Find)
            : type is ITypeParameterSymbol parameter
                ? [.. parameter.ConstraintTypes.SelectMany(constraint => Of(constraint, kind))]
                : [];

    private ExternalEntry[] Find((INamedTypeSymbol Type, string Kind) key)
    {
        var names = key.Kind == "named"
            ? [key.Type.Name]
            : key.Type.AndItsBases().OfType<INamedTypeSymbol>().Select(FullName).ToArray();
        return [.. _entries.Where(entry => entry.Kind == key.Kind && names.Any(entry.Matches))];
    }

    public static string FullName(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{FullName(outer)}.{type.Name}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.Name}"
        : type.Name;

    private static string[] Configured(Compilation compilation, AnalyzerOptions? options, string key)
    {
        if (options?.AnalyzerConfigOptionsProvider is not { } provider)
        {
            return [];
        }

        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in compilation.SyntaxTrees.Select(provider.GetOptions).Append(provider.GlobalOptions))
        {
            if (source.TryGetValue(key, out var text))
            {
                texts.Add(text);
            }
        }

        return [.. texts.SelectMany(static text => text.Split(',', ';')).Select(static one => one.Trim())
            .Where(static one => one.Length > 0)];
    }

    private sealed class Comparer : IEqualityComparer<(INamedTypeSymbol Type, string Kind)>
    {
        public static Comparer Instance { get; } = new();

        public bool Equals((INamedTypeSymbol Type, string Kind) x, (INamedTypeSymbol Type, string Kind) y) =>
            x.Kind == y.Kind && SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

        public int GetHashCode((INamedTypeSymbol Type, string Kind) obj) =>
            SymbolEqualityComparer.Default.GetHashCode(obj.Type) ^ StringComparer.Ordinal.GetHashCode(obj.Kind);
    }
}
