using System.CommandLine;
using Leasehold.Cli.Analysis;
using Microsoft.CodeAnalysis;

namespace Leasehold.Cli.Checking;

/// <summary>`leasehold check`: its arguments.</summary>
internal static class CheckCommand
{
    private static readonly Dictionary<string, DiagnosticSeverity> Severities = new(StringComparer.Ordinal)
    {
        ["error"] = DiagnosticSeverity.Error,
        ["warning"] = DiagnosticSeverity.Warning,
        ["suggestion"] = DiagnosticSeverity.Info,
    };

    public static Command Create(RuleSelection rules, TextWriter output, TextWriter errors)
    {
        var target = new Argument<string>("target")
        {
            Description = "A .slnx, .sln, .slnf or .csproj file, or a folder with one of them.",
            DefaultValueFactory = static _ => ".",
        };
        var sarif = new Option<string?>("--sarif") { Description = "Write the findings to this SARIF 2.1.0 file." };
        var severity = new Option<string>("--severity")
        {
            Description = "The least severity that counts.",
            DefaultValueFactory = static _ => "warning",
        };
        severity.AcceptOnlyFromAmong([.. Severities.Keys]);
        var only = Many("--rule", "Run this rule only; may be given several times.");
        only.AcceptOnlyFromAmong([.. rules.Rules.Select(static rule => rule.Id)]);
        var asShipped = new Option<bool>("--as-shipped")
        {
            Description = "Rules have their own severity, whatever .editorconfig, NoWarn or a rule set says.",
        };
        var baseline = new Option<string?>("--baseline")
        {
            Description = "Accept the findings in this file and report new ones; written if it is not there.",
        };
        var format = new Option<string>("--format")
        {
            Description = "How findings are printed: text, github, sarif or json.",
            DefaultValueFactory = static _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "github", "sarif", "json");
        var excluded = Many(
            "--exclude",
            "Leave out files and projects whose path matches, '*' for any text; may be given several times.");
        var verbose = new Option<bool>("--verbose") { Description = "Show times and memory." };
        var command = new Command(
            "check",
            "Looks for connections that are held too long, shared or lost. Builds nothing, changes nothing. Exit code "
            + "0: clean, 1: findings, 2: could not be analysed. The code has to be restored and has to compile.")
        {
            target, sarif, severity, only, asShipped, baseline, format, excluded, verbose,
        };
        command.SetAction((parsed, cancellationToken) => new CheckRun(rules, output, errors).RunAsync(
            new CheckRequest
            {
                Target = parsed.GetValue(target)!,
                SarifPath = parsed.GetValue(sarif),
                Severity = Severities[parsed.GetValue(severity)!],
                Rules = parsed.GetValue(only)!,
                AsShipped = parsed.GetValue(asShipped),
                BaselinePath = parsed.GetValue(baseline),
                Format = parsed.GetValue(format)!,
                Excluded = parsed.GetValue(excluded)!,
                IsVerbose = parsed.GetValue(verbose),
            },
            cancellationToken));
        return command;
    }

    private static Option<string[]> Many(string name, string description)
        => new(name) { Description = description, DefaultValueFactory = static _ => [] };
}
