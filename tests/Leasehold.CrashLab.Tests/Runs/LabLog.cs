using Leasehold.LocalServers.Repository;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>Tells how it goes while it goes, and keeps what is needed to understand a violation.</summary>
internal static class LabLog
{
    private static readonly Lock Lock = new(); // guards the console: lanes run side by side

    /// <summary>Where the output of services whose run violated something is kept.</summary>
    public static string Folder { get; } = Path.Combine(
        BuildOutput.RepositoryRoot ?? Path.GetTempPath(), "artifacts", "crash-lab");

    public static void Say(string line)
    {
        lock (Lock)
        {
            Console.Out.WriteLine(line);
        }
    }

    public static async Task WriteAsync(RunResult result, params IReadOnlyList<string> outputs)
    {
        Say(result.ToString());
        if (result.Violations.Count == 0)
        {
            return;
        }

        foreach (var violation in result.Violations)
        {
            Say($"    {violation}");
        }

        Directory.CreateDirectory(Folder);
        var plan = result.Plan.ToString().Replace(':', '-').Replace('*', 'n');
        var name = $"{result.Database}-{result.Scenario.Replace(' ', '-')}-{plan}.log";
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(
            path,
            $"{result}\n{string.Join('\n', result.Violations)}\n--- the one with the fault\n"
            + string.Join("\n--- another one\n", outputs));
        Say($"    output kept in {path}");
    }
}
