using System.Diagnostics;

namespace Leasehold.Cli.Tests.Hosting;

/// <summary>The processes in which MSBuild runs for this one.</summary>
internal static class BuildHosts
{
    /// <summary>Kills those whose parent is this process.</summary>
    public static void KillOwn()
    {
        var killed = 0;
        foreach (var process in Process.GetProcessesByName("dotnet"))
        {
            using (process)
            {
                if (IsOwn(process.Id))
                {
                    process.Kill();
                    killed++;
                }
            }
        }

        Assert.NotEqual(0, killed);
    }

    private static bool IsOwn(int id)
    {
        try
        {
            // "pid (name) state parent …"
            var parent = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[1];
            return parent == $"{Environment.ProcessId}"
                && File.ReadAllText($"/proc/{id}/cmdline").Contains("BuildHost", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it has ended meanwhile
        }
    }
}
