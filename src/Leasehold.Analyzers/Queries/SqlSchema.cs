using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers;

/// <summary>
/// The tables that CREATE TABLE statements and migrations make, with their keys and unique indexes: of .sql files that
/// the project gives as AdditionalFiles, of texts in its source, and of EF Core's migrations.
/// </summary>
/// <remarks>Looked for once, and only when a query is about to be reported.</remarks>
internal sealed class SqlSchema
{
    private readonly Dictionary<string, List<HashSet<string>>> _keys = new(StringComparer.OrdinalIgnoreCase);

    public SqlSchema(Compilation compilation, AnalyzerOptions? options)
    {
        foreach (var file in (options?.AdditionalFiles ?? ImmutableArray<AdditionalText>.Empty)
            .Where(static file => file.Path.EndsWith(".sql", StringComparison.OrdinalIgnoreCase)))
        {
            Read(file.GetText()?.ToString() ?? "");
        }

        foreach (var node in compilation.SyntaxTrees.SelectMany(static tree => tree.GetRoot().DescendantNodes()))
        {
            switch (node)
            {
                case LiteralExpressionSyntax { Token.Value: string text } when IsOfSchema(text):
                    Read(text);
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                    when access.Name.Identifier.ValueText is "CreateTable" or "CreateIndex":
                    ReadMigration(access.Name.Identifier.ValueText, call);
                    break;
            }
        }
    }

    /// <summary>The keys of a table; null when nothing here creates it.</summary>
    public IReadOnlyList<HashSet<string>>? Of(string table) =>
        _keys.TryGetValue(table, out var keys) ? keys : null;

    private static bool IsOfSchema(string text) =>
        text.IndexOf("create ", StringComparison.OrdinalIgnoreCase) is var at and >= 0
        && (text.IndexOf("table", at, StringComparison.OrdinalIgnoreCase) >= 0
            || text.IndexOf("unique index", at, StringComparison.OrdinalIgnoreCase) >= 0);

    private static HashSet<string> Set(IEnumerable<string> columns) => new(columns, StringComparer.OrdinalIgnoreCase);

    private List<HashSet<string>> KeysOf(string table)
    {
        if (!_keys.TryGetValue(table, out var keys))
        {
            _keys[table] = keys = [];
        }

        return keys;
    }

    private void Read(string sql)
    {
        var tokens = SqlTokens.Of(sql);
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (!tokens[i].Is("create"))
            {
                continue;
            }

            var isUnique = tokens[i + 1].Is("unique");
            if (isUnique && tokens.FindIndex(i, static token => token.Is("on")) is var on and > 0)
            {
                var at = NameAt(tokens, on + 1, out var table);
                KeysOf(table).Add(Set(Columns(tokens, at)));
            }
            else if (!isUnique
                && tokens.FindIndex(i, Math.Min(4, tokens.Count - i), static t => t.Is("table")) is var word and > 0
                && word + 4 < tokens.Count)
            {
                while (tokens[word + 1].Is("if") || tokens[word + 1].Is("not") || tokens[word + 1].Is("exists"))
                {
                    word++;
                }

                ReadTable(tokens, NameAt(tokens, word + 1, out var table), KeysOf(table));
            }
        }
    }

    /// <summary>The columns and constraints between the brackets that begin at a token.</summary>
    private static void ReadTable(List<SqlToken> tokens, int open, List<HashSet<string>> keys)
    {
        if (open >= tokens.Count || !tokens[open].IsSign("("))
        {
            return;
        }

        var inside = tokens[open].Depth + 1;
        var column = "";
        for (var i = open + 1; i < tokens.Count && tokens[i].Depth >= inside; i++)
        {
            var token = tokens[i];
            if (token.Depth == inside && (tokens[i - 1].IsSign(",") || i == open + 1))
            {
                column = token.Text;
            }

            if (token.Depth == inside && (token.Is("unique") || token.Is("primary")))
            {
                var named = token.Is("primary") || (i + 1 < tokens.Count && tokens[i + 1].Is("key")) ? i + 2 : i + 1;
                var columns = Columns(tokens, named).ToList();
                keys.Add(Set(columns.Count > 0 ? columns : [column]));
            }
        }
    }

    private static int NameAt(List<SqlToken> tokens, int at, out string name)
    {
        name = at < tokens.Count ? tokens[at].Text : "";
        while (at + 2 < tokens.Count && tokens[at + 1].IsSign("."))
        {
            at += 2;
            name = tokens[at].Text;
        }

        return at + 1;
    }

    /// <summary>The names in the brackets that follow.</summary>
    private static IEnumerable<string> Columns(List<SqlToken> tokens, int open)
    {
        if (open >= tokens.Count || !tokens[open].IsSign("("))
        {
            return [];
        }

        var depth = tokens[open].Depth;
        return tokens.Skip(open + 1).TakeWhile(token => token.Depth > depth)
            .Where(token => token.Kind == SqlTokenKind.Word && token.Depth == depth + 1
                && !token.Is("asc") && !token.Is("desc"))
            .Select(static token => token.Text);
    }

    private void ReadMigration(string method, InvocationExpressionSyntax call)
    {
        var table = Text(call, method == "CreateTable" ? "name" : "table");
        if (table is null)
        {
            return;
        }

        if (method == "CreateIndex")
        {
            var isUnique = Argument(call, "unique")?.IsKind(SyntaxKind.TrueLiteralExpression) == true;
            if (isUnique && (Argument(call, "column") ?? Argument(call, "columns")) is { } columns)
            {
                KeysOf(table).Add(Set(Texts(columns)));
            }

            return;
        }

        var keys = KeysOf(table);
        foreach (var key in call.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(static inner =>
            inner.Expression is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "PrimaryKey" or "UniqueConstraint",
            }))
        {
            keys.Add(Set(key.ArgumentList.Arguments.Skip(1).SelectMany(static argument =>
                argument.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
                .Select(static member => member.Name.Identifier.ValueText)));
        }
    }

    private static ExpressionSyntax? Argument(InvocationExpressionSyntax call, string name) =>
        call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name)
            ?.Expression;

    private static string? Text(InvocationExpressionSyntax call, string name) =>
        Argument(call, name) is { } value ? Texts(value).FirstOrDefault() : null;

    private static IEnumerable<string> Texts(ExpressionSyntax value) =>
        value.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>()
            .Select(static literal => literal.Token.Value).OfType<string>();
}
