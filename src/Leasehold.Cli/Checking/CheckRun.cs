using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;
using System.Text;
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
            result.Exclude(path => IsExcluded(path, target, request));
            var isWritten = Compare(request.BaselinePath, target, result, report);
            Show(request.Format, target, rules, result, report);
            return Write(request.SarifPath, target, rules, result, report) && isWritten ? ExitCodeOf(result)
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
        var projects = loaded.Projects.Where(one => !IsExcluded(one.FilePath ?? one.Name, target, request)).ToList();
        foreach (var (index, project) in projects.Index())
        {
            say($"Analysing {project.Name} ({index + 1} of {projects.Count})");
            var started = Stopwatch.GetTimestamp();
            result.Add(await ProjectAnalysis.RunAsync(project, rules, request.AsShipped, cancellationToken)
                .ConfigureAwait(false));
            if (request.IsVerbose)
            {
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                say(string.Create(CultureInfo.InvariantCulture, $"  {project.Name}: {seconds:0.0} s, ")
                    + $"{Environment.WorkingSet / (1024 * 1024)} MiB in use");
            }
        }

        return result;
    }

    private static bool IsExcluded(string path, CodeBaseTarget target, CheckRequest request)
    {
        var relative = Path.GetRelativePath(target.Root, path).Replace('\\', '/');
        return request.Excluded.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, relative));
    }

    /// <summary>Accepts what the baseline has, or writes it; false when neither was possible.</summary>
    private static bool Compare(string? path, CodeBaseTarget target, CheckResult result, ConsoleReport report)
    {
        if (path is null)
        {
            return true;
        }

        try
        {
            if (!File.Exists(path))
            {
                Baseline.Write(path, target, result.Findings);
            }

            result.Accept(Baseline.Read(path, target));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Say(new CodeBaseProblem($"The baseline could not be read or written: {e.Message}"));
            return false;
        }
    }

    private static void Show(
        string format, CodeBaseTarget target, RuleSelection rules, CheckResult result, ConsoleReport report)
    {
        switch (format)
        {
            case "github":
                report.Show(result, finding => FindingFormat.Github(finding, target));
                break;
            case "json":
                report.ShowDocument(result, FindingFormat.Json(result.Findings, target));
                break;
            case "sarif":
                report.ShowDocument(
                    result, Encoding.UTF8.GetString(SarifDocument.Of(result, rules, target, ExitCodeOf(result))));
                break;
            default:
                report.Show(result);
                break;
        }
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
