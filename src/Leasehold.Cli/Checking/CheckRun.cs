using Leasehold.Cli.Analysis;
using Leasehold.Cli.CodeBases;
using Leasehold.Cli.Reports;

namespace Leasehold.Cli.Checking;

/// <summary>One check, from the target's name to the exit code.</summary>
internal sealed class CheckRun(RuleSelection allRules, TextWriter output, TextWriter errors)
{
    /// <summary>One of <see cref="CheckExitCode"/>.</summary>
    public async Task<int> RunAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var report = new ConsoleReport(output, errors);
        if (!CodeBaseTarget.TryFind(request.Target, out var target, out var problem))
        {
            report.Say(problem);
            return CheckExitCode.NotAnalysed;
        }

        try
        {
            var rules = allRules.Only(request.Rules);
            var result = await report.WithProgressAsync(
                say => AnalyseAsync(target, rules, request, say, cancellationToken)).ConfigureAwait(false);
            report.Show(result);
            return Write(request.SarifPath, target, rules, result, report) ? ExitCodeOf(result)
                : CheckExitCode.NotAnalysed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            report.SayCancelled();
            return CheckExitCode.Cancelled;
        }
    }

    private static async Task<CheckResult> AnalyseAsync(
        CodeBaseTarget target,
        RuleSelection rules,
        CheckRequest request,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        using var loaded = await LoadedCode.LoadAsync(target, say, cancellationToken).ConfigureAwait(false);
        var result = new CheckResult(loaded.Problems, loaded.Skipped, request.Severity);
        foreach (var (index, project) in loaded.Projects.Index())
        {
            say($"Analysing {project.Name} ({index + 1} of {loaded.Projects.Count})");
            result.Add(await ProjectAnalysis.RunAsync(project, rules, request.AsShipped, cancellationToken)
                .ConfigureAwait(false));
        }

        return result;
    }

    private static int ExitCodeOf(CheckResult result) =>
        result.Problems.Count > 0 ? CheckExitCode.NotAnalysed
        : result.Findings.Count > 0 ? CheckExitCode.Findings
        : CheckExitCode.Clean;

    private static bool Write(
        string? path, CodeBaseTarget target, RuleSelection rules, CheckResult result, ConsoleReport report)
    {
        if (path is null)
        {
            return true;
        }

        try
        {
            File.WriteAllBytes(path, SarifDocument.Of(result, rules, target, ExitCodeOf(result)));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Say(new CodeBaseProblem($"The SARIF file could not be written: {e.Message}"));
            return false;
        }
    }
}
