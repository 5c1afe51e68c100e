using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers.Tests;

/// <summary>
/// Holds one rule to samples. <c>Fires</c> needs a mark at least, and exactly what is marked is reported;
/// <c>Quiet</c> allows neither. A sample that does not compile fails.
/// </summary>
public abstract class RuleSpecification
{
    private readonly DiagnosticAnalyzer _rule;

    private protected RuleSpecification(DiagnosticAnalyzer rule) => _rule = rule;

    /// <summary>A method's body, or members of a class after <c>members:</c>.</summary>
    protected async Task Fires(string code)
    {
        var sample = Sample.Of(code);
        Assert.NotEmpty(sample.Expected);
        await HoldAsync(sample);
    }

    /// <inheritdoc cref="Fires"/>
    protected async Task Quiet(string code)
    {
        var sample = Sample.Of(code);
        Assert.Empty(sample.Expected);
        await HoldAsync(sample);
    }

    /// <summary>What the rule says about a sample.</summary>
    protected async Task<string> MessageOf(string code)
    {
        var compilation = RuleRun.Compile(Sample.Of(code).Source);
        var found = await RuleRun.DiagnosticsAsync(compilation, _rule);
        return Assert.Single(found).GetMessage();
    }

    private async Task HoldAsync(Sample sample)
    {
        var compilation = RuleRun.Compile(sample.Source);
        Assert.Empty(RuleRun.Errors(compilation));

        var found = await RuleRun.DiagnosticsAsync(compilation, _rule);

        Assert.Equal(
            sample.Expected.Select(span => sample.Source.Substring(span.Start, span.Length)),
            found.Select(static diagnostic => diagnostic.Location)
                .Select(location => sample.Source.Substring(location.SourceSpan.Start, location.SourceSpan.Length)),
            StringComparer.Ordinal);
        Assert.Equal(sample.Expected, found.Select(static diagnostic => diagnostic.Location.SourceSpan));
    }
}
