using System.Composition;
using Leasehold.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.CodeFixes;

/// <summary>LH0004: <c>await using</c> at the declaration, or <c>using</c> where nothing can be awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
internal sealed class UsingFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(NotDisposedAnalyzer.Id);

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.ContainsKey(NotDisposedAnalyzer.UsingFits)
                && Declaration(root, diagnostic) is { } declaration
                && Keyword(declaration, model, context.CancellationToken) is { } isAwaited)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        isAwaited ? "Dispose with await using" : "Dispose with using",
                        _ => Task.FromResult(document.WithSyntaxRoot(Rewritten(root, declaration, isAwaited))),
                        equivalenceKey: nameof(UsingFix)),
                    diagnostic);
            }
        }
    }

    /// <summary>The declaration of one local in a block; a switch section itself allows no <c>using</c>.</summary>
    private static LocalDeclarationStatementSyntax? Declaration(SyntaxNode root, Diagnostic diagnostic)
        => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
            .FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()
                is { Parent: BlockSyntax or GlobalStatementSyntax } found
            && found.Declaration.Variables.Count == 1
                ? found
                : null;

    /// <summary>True for <c>await using</c>, false for <c>using</c>, null when neither compiles.</summary>
    private static bool? Keyword(
        LocalDeclarationStatementSyntax declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetDeclaredSymbol(declaration.Declaration.Variables[0], cancellationToken) is not ILocalSymbol local)
        {
            return null;
        }

        return IsInAsync(declaration) && Implements(local.Type, "IAsyncDisposable") ? true
            : Implements(local.Type, "IDisposable") ? false
            : null;
    }

    private static bool Implements(ITypeSymbol type, string face)
        => type.Name == face || type.AllInterfaces.Any(i => i.Name == face);

    private static bool IsInAsync(SyntaxNode node)
    {
        foreach (var outer in node.Ancestors())
        {
            switch (outer)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.RawKind != 0;
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case BaseMethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case AccessorDeclarationSyntax:
                    return false;
                case GlobalStatementSyntax:
                    return true;
            }
        }

        return false;
    }

    private static SyntaxNode Rewritten(SyntaxNode root, LocalDeclarationStatementSyntax declaration, bool isAwaited)
    {
        var name = declaration.Declaration.Variables[0].Identifier.ValueText;
        var obsolete = declaration.Parent is BlockSyntax block
            ? block.Statements.Where(s => IsDisposal(s, name)).ToList()
            : [];
        var tracked = root.TrackNodes(obsolete.Concat<SyntaxNode>([declaration]));
        var changed = tracked.ReplaceNode(tracked.GetCurrentNode(declaration)!, WithUsing(declaration, isAwaited));
        return changed.RemoveNodes(
            obsolete.Select(s => changed.GetCurrentNode(s)!), SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    private static LocalDeclarationStatementSyntax WithUsing(
        LocalDeclarationStatementSyntax declaration, bool isAwaited)
    {
        var first = SyntaxFactory.Token(isAwaited ? SyntaxKind.AwaitKeyword : SyntaxKind.UsingKeyword)
            .WithLeadingTrivia(declaration.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.Space);
        var bare = declaration.WithoutLeadingTrivia();
        return isAwaited
            ? bare.WithAwaitKeyword(first)
                .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            : bare.WithUsingKeyword(first);
    }

    /// <summary><c>x.Dispose();</c> or <c>await x.DisposeAsync();</c>, which <c>using</c> now does.</summary>
    private static bool IsDisposal(StatementSyntax statement, string name)
    {
        if (statement is not ExpressionStatementSyntax { Expression: var expression })
        {
            return false;
        }

        var call = expression is AwaitExpressionSyntax awaiting ? awaiting.Expression : expression;
        if (call is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } configured,
            })
        {
            call = configured.Expression;
        }

        return call is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Dispose" or "DisposeAsync",
                Expression: IdentifierNameSyntax disposed,
            },
        } && disposed.Identifier.ValueText == name;
    }
}
