using Leasehold.Cli.Analysis;
using Leasehold.Cli.Checking;
using Leasehold.Cli.CodeBases;
using Microsoft.CodeAnalysis;
using Spectre.Console;

namespace Leasehold.Cli.Reports;

/// <summary>
/// Findings one a line, as compilers write them, so that editors and CI systems find the place; then a summary.
/// Progress and problems go to the error stream.
/// </summary>
internal sealed class ConsoleReport(TextWriter output, TextWriter errors)
{
    /// <summary>Where nobody looks at a terminal, lines are not to be broken.</summary>
    private const int WideEnough = 160;

    private readonly IAnsiConsole _output = ConsoleOn(output, Console.IsOutputRedirected);
    private readonly IAnsiConsole _errors = ConsoleOn(errors, Console.IsErrorRedirected);

    public static string NameOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => "hidden",
    };

    /// <summary>Shows what is going on: in place while someone watches, else each step on a line.</summary>
    public Task<T> WithProgressAsync<T>(Func<Action<string>, Task<T>> work) =>
        _errors.Profile.Capabilities.Interactive && _errors.Profile.Out.IsTerminal
            ? _errors.Status().StartAsync("Loading", status => work(text => status.Status = Markup.Escape(text)))
            : work(errors.WriteLine);

    public void Say(CodeBaseProblem problem) => errors.WriteLine(problem);

    public void SayCancelled() => errors.WriteLine("Cancelled.");

    /// <summary>Findings one a line, then a summary.</summary>
    public void Show(CheckResult result, Func<Finding, string>? format = null)
    {
        foreach (var finding in result.Findings)
        {
            output.WriteLine(format is null ? LineOf(finding) : format(finding));
        }

        if (result.Findings.Count > 0)
        {
            _output.WriteLine();
            _output.Write(SummaryOf(result.Findings));
        }

        ShowProblems(result);
        output.WriteLine(VerdictOf(result));
    }

    /// <summary>A document and nothing else on the output; the rest goes to the error stream.</summary>
    public void ShowDocument(CheckResult result, string document)
    {
        output.WriteLine(document);
        ShowProblems(result);
        errors.WriteLine(VerdictOf(result));
    }

    private void ShowProblems(CheckResult result)
    {
        foreach (var project in result.Skipped)
        {
            errors.WriteLine($"Not C#, left out: {PathOf(project)}");
        }

        foreach (var problem in result.Problems)
        {
            _errors.MarkupLineInterpolated($"[red]Could not be analysed:[/] {problem.ToString()}");
        }
    }

    private static string LineOf(Finding finding) =>
        $"{PathOf(finding.Path)}({finding.Span.Start.Line + 1},{finding.Span.Start.Character + 1}): "
        + $"{NameOf(finding.Severity)} {finding.Rule.Id}: {finding.Message}";

    /// <summary>Relative to where the tool was started, as long as that is shorter.</summary>
    private static string PathOf(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }

    private static Table SummaryOf(IEnumerable<Finding> findings)
    {
        var table = new Table().AddColumns("rule", "findings", "what", "more");
        foreach (var rule in findings.GroupBy(static finding => finding.Rule.Id, StringComparer.Ordinal)
            .OrderBy(static rule => rule.Key, StringComparer.Ordinal))
        {
            var descriptor = rule.First().Rule;
            table.AddRow(
                rule.Key,
                $"{rule.Count()}",
                Markup.Escape(descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                Markup.Escape(descriptor.HelpLinkUri));
        }

        return table;
    }

    private static string VerdictOf(CheckResult result)
    {
        var verdict = $"{Count(result.Findings.Count, "finding")} in {Count(result.Projects, "project")}";
        if (result.Accepted > 0)
        {
            verdict += $", {result.Accepted} accepted by the baseline";
        }

        if (result.Suppressed.Count > 0)
        {
            verdict += $", {result.Suppressed.Count} more suppressed in the source";
        }

        if (result.Milder.Count > 0)
        {
            var next = result.Milder.Max(static finding => finding.Severity);
            verdict += $", {result.Milder.Count} below the severity asked for (see them: --severity {NameOf(next)})";
        }

        return result.Problems.Count > 0
            ? $"{verdict}; not everything could be analysed." : $"{verdict}.";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected || !console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WideEnough;
        }

        return console;
    }
}
