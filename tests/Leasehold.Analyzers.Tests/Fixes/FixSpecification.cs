using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Leasehold.Analyzers.Tests;

/// <summary>Holds one fix to samples: what a sample becomes; it then compiles and is no longer reported.</summary>
public abstract class FixSpecification
{
    private readonly DiagnosticAnalyzer _rule;
    private readonly CodeFixProvider _fix;

    private protected FixSpecification(DiagnosticAnalyzer rule, CodeFixProvider fix)
    {
        _rule = rule;
        _fix = fix;
    }

    /// <summary>The only finding in the sample is fixed as given; both are a body, or members.</summary>
    protected async Task Becomes(string before, string after)
    {
        var (text, fixedCompilation) = await ApplyAsync(Sample.Of(before).Source)
            ?? throw new InvalidOperationException("No fix is offered.");

        Assert.Equal(Sample.Of(after).Source, text);
        Assert.Empty(RuleRun.Errors(fixedCompilation));
        Assert.Empty(await RuleRun.DiagnosticsAsync(fixedCompilation, _rule));
    }

    /// <summary>The sample is reported once, and no fix is offered.</summary>
    protected async Task StaysAsItIs(string code) => Assert.Null(await ApplyAsync(Sample.Of(code).Source));

    /// <summary>A whole file as it is after the fix.</summary>
    protected async Task<string> FixedFileAsync(string source)
    {
        var (text, compilation) = await ApplyAsync(source) ?? throw new InvalidOperationException("No fix is offered.");
        Assert.Empty(RuleRun.Errors(compilation));
        return text;
    }

    private async Task<(string Text, Compilation Compilation)?> ApplyAsync(string source)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Sample",
            "Sample",
            LanguageNames.CSharp,
            compilationOptions: SampleReferences.Empty.Options,
            parseOptions: SampleReferences.ParseOptions,
            metadataReferences: SampleReferences.Empty.References));
        var document = project.AddDocument("Sample.cs", SourceText.From(source));
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        Assert.Empty(RuleRun.Errors(compilation));
        var finding = Assert.Single(await RuleRun.DiagnosticsAsync(compilation, _rule));

        var actions = new List<CodeAction>();
        await _fix.RegisterCodeFixesAsync(new CodeFixContext(
            document, finding, (action, _) => actions.Add(action), cancellationToken));
        if (actions.Count == 0)
        {
            return null;
        }

        var operations = await Assert.Single(actions).GetOperationsAsync(cancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var text = await changed.GetTextAsync(cancellationToken);
        return (text.ToString(), (await changed.Project.GetCompilationAsync(cancellationToken))!);
    }
}
