using System.Composition;
using Leasehold.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.CodeFixes;

/// <summary>LH0005: names the Background workload in place of the API's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
internal sealed class BackgroundWorkloadFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(BackgroundWorkAnalyzer.Id);

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root is not null
                && diagnostic.Properties.TryGetValue(BackgroundWorkAnalyzer.OtherWorkload, out var workload)
                && workload is not null
                && root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                    is IdentifierNameSyntax name)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Use the {workload} workload",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(
                            root.ReplaceNode(name, Renamed(name, workload)))),
                        equivalenceKey: nameof(BackgroundWorkloadFix)),
                    diagnostic);
            }
        }
    }

    private static IdentifierNameSyntax Renamed(IdentifierNameSyntax name, string workload)
        => SyntaxFactory.IdentifierName(workload).WithTriviaFrom(name);
}
