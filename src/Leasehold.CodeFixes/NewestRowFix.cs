using System.Composition;
using Leasehold.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.CodeFixes;

/// <summary>LH0003: takes the newest of the rows that match.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
internal sealed class NewestRowFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(UnsafeQueryAnalyzer.Id);

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (model is not null
                && root is CompilationUnitSyntax unit
                && Shape(unit, diagnostic) is { } call
                && Query(call, diagnostic.Properties) is { } newest)
            {
                var missing = Imports.Missing(model, call.SpanStart, Needed(call, diagnostic.Properties));
                context.RegisterCodeFix(
                    CodeAction.Create(
                        "Take the newest row",
                        _ => Task.FromResult(document.WithSyntaxRoot(
                            Imports.Add(unit.ReplaceNode(call, newest), missing))),
                        equivalenceKey: nameof(NewestRowFix)),
                    diagnostic);
            }
        }
    }

    /// <summary>The whole call <c>query.SingleAsync(...)</c>.</summary>
    private static InvocationExpressionSyntax? Shape(SyntaxNode root, Diagnostic diagnostic)
        => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
            is { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name
            && access.Name == name
                ? call
                : null;

    private static string? Property(ImmutableDictionary<string, string?> properties, string name)
        => properties.TryGetValue(name, out var value) ? value : null;

    private static bool UsesLatest(InvocationExpressionSyntax call, ImmutableDictionary<string, string?> properties)
        => Property(properties, UnsafeQueryAnalyzer.Latest) is not null
            && Property(properties, UnsafeQueryAnalyzer.Time) is not null
            && Name(call) is "SingleOrDefaultAsync" or "FirstOrDefaultAsync";

    /// <summary>The classes whose extensions the new query calls, with their namespaces.</summary>
    private static IEnumerable<(string Namespace, string Type)> Needed(
        InvocationExpressionSyntax call, ImmutableDictionary<string, string?> properties)
    {
        yield return ("System.Linq", "Queryable");
        if (UsesLatest(call, properties) && Property(properties, UnsafeQueryAnalyzer.Latest) is { } type)
        {
            yield return ("Leasehold.EntityFrameworkCore", type);
        }
    }

    private static string Name(InvocationExpressionSyntax call)
        => ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText;

    private static InvocationExpressionSyntax? Query(
        InvocationExpressionSyntax call, ImmutableDictionary<string, string?> properties)
    {
        var time = Property(properties, UnsafeQueryAnalyzer.Time);
        var key = Property(properties, UnsafeQueryAnalyzer.Key);
        if ((time ?? key) is not { } newestBy)
        {
            return null;
        }

        var access = (MemberAccessExpressionSyntax)call.Expression;
        ExpressionSyntax query = access.Expression;
        var row = "x";
        var rest = call.ArgumentList.Arguments.ToList();
        if (rest.Count > 0 && IsPredicate(rest[0]))
        {
            row = rest[0].Expression is SimpleLambdaExpressionSyntax { Parameter.Identifier.ValueText: var name }
                ? name
                : row;
            query = Call(access, query, "Where", rest[0].WithNameColon(null));
            rest.RemoveAt(0);
        }

        if (UsesLatest(call, properties))
        {
            return Call(access, query, "LatestOrDefaultAsync", [Selector(row, newestBy), .. rest]);
        }

        query = Call(access, query, "OrderByDescending", Selector(row, newestBy));
        if (time is not null && key is not null)
        {
            query = Call(access, query, "ThenByDescending", Selector(row, key));
        }

        return Call(access, query, Name(call).Replace("Single", "First"), [.. rest])
            .WithTrailingTrivia(call.GetTrailingTrivia());
    }

    /// <summary>A condition comes first; a default value or a token may stand there as well.</summary>
    private static bool IsPredicate(ArgumentSyntax argument)
        => argument.NameColon?.Name.Identifier.ValueText is "predicate"
            || (argument.NameColon is null && argument.Expression is LambdaExpressionSyntax);

    private static ArgumentSyntax Selector(string row, string property)
        => SyntaxFactory.Argument(SyntaxFactory.ParseExpression($"{row} => {row}.{property}"));

    /// <summary>One more call of the chain, on a line of its own where the chain is written so.</summary>
    private static InvocationExpressionSyntax Call(
        MemberAccessExpressionSyntax like, ExpressionSyntax on, string method, params ArgumentSyntax[] arguments)
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                on.WithTrailingTrivia(like.Expression.GetTrailingTrivia()),
                like.OperatorToken,
                SyntaxFactory.IdentifierName(method)),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
                arguments,
                Enumerable.Repeat(
                    SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space),
                    Math.Max(0, arguments.Length - 1)))));
}
