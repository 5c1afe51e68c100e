using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.Analyzers;

/// <summary>Primary keys and unique indexes that this project's FluentMigrator migrations create.</summary>
/// <remarks>Looked for once, and only when a query is about to be reported.</remarks>
internal sealed class MigratedKeys
{
    private readonly Dictionary<string, List<HashSet<string>>> _keys = new(StringComparer.OrdinalIgnoreCase);

    public MigratedKeys(Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName("FluentMigrator.MigrationBase") is null)
        {
            return;
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.Expression is MemberAccessExpressionSyntax
                    { Name.Identifier.ValueText: "Unique" or "PrimaryKey" })
                {
#pragma warning disable RS1030 // One look at the calls that create indexes; its answer is kept for the compilation.
                    model ??= compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
                    Add(call, model);
                }
            }
        }
    }

    /// <summary>The keys of a table, as sets of column names.</summary>
    public IReadOnlyList<HashSet<string>> Of(string table) => _keys.TryGetValue(table, out var keys) ? keys : [];

    private void Add(InvocationExpressionSyntax call, SemanticModel model)
    {
        var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var current = call; current is not null; current = Before(current))
        {
            switch (Name(current), Text(current, model))
            {
                case ("OnColumn", { } column):
                    columns.Add(column);
                    break;
                case ("WithColumn", { } column) when columns.Count == 0:
                    // A column made unique where it is declared: the nearest one before.
                    columns.Add(column);
                    break;
                case ("OnTable" or "Table", { } table) when columns.Count > 0:
                    Keep(table, columns);
                    return;
            }
        }
    }

    private void Keep(string table, HashSet<string> columns)
    {
        if (!_keys.TryGetValue(table, out var keys))
        {
            _keys[table] = keys = [];
        }

        keys.Add(columns);
    }

    private static InvocationExpressionSyntax? Before(InvocationExpressionSyntax call)
        => (call.Expression as MemberAccessExpressionSyntax)?.Expression as InvocationExpressionSyntax;

    private static string? Name(InvocationExpressionSyntax call)
        => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;

    private static string? Text(InvocationExpressionSyntax call, SemanticModel model)
        => call.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } first
            ? model.GetConstantValue(first).Value as string
            : null;
}
