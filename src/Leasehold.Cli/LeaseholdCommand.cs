using System.CommandLine;
using System.Reflection;
using Leasehold.Cli.Analysis;
using Leasehold.Cli.Checking;
using Leasehold.Cli.Doctoring;

namespace Leasehold.Cli;

/// <summary>The tool as a whole: `leasehold` and its commands.</summary>
internal static class LeaseholdCommand
{
    private const string RulesAssembly = "Leasehold.Analyzers";

    /// <summary>Runs the tool; what is cancelled from outside ends like Ctrl+C.</summary>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken = default)
    {
        var rules = RuleSelection.Load(Assembly.Load(new AssemblyName(RulesAssembly)));
        var root = new RootCommand("Leasehold's rules for a whole code base, and what is wrong with running instances.")
        {
            CheckCommand.Create(rules, output, errors),
            DoctorCommand.Create(output, errors),
        };
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = errors }, cancellationToken).ConfigureAwait(false);
        // A wrong argument must not look like a finding, whose exit code is 1 as well.
        return parsed.Errors.Count > 0 ? CheckExitCode.NotAnalysed : code;
    }
}
