using System.Composition;
using Leasehold.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Leasehold.CodeFixes;

/// <summary>LH0001: the work before the call and the work after it each get a connection of their own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
internal sealed class SplitIntoStagesFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(ExternalCallWhileHeldAnalyzer.Id);

    /// <summary>None: each split moves the statements that the next one would start from.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

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
            var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (StageSplit.Of(call, model, context.CancellationToken) is { } split)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        "Split into three stages",
                        _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(split.Block, split.Rewritten()))),
                        equivalenceKey: nameof(SplitIntoStagesFix)),
                    diagnostic);
            }
        }
    }
}
