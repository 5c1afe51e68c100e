using System.Globalization;

namespace Leasehold.LocalServers.Processes;

/// <summary>Reads /proc: which processes a process has started.</summary>
internal static class ProcessTree
{
    public static IReadOnlyList<int> ChildrenOf(int processId)
    {
        var children = new List<int>();
        if (!Directory.Exists("/proc/self"))
        {
            return children;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var candidate)
                && ParentOf(candidate) == processId)
            {
                children.Add(candidate);
            }
        }

        return children;
    }

    private static int? ParentOf(int processId)
    {
        try
        {
            // "pid (name) state ppid ...", where the name may hold spaces and parentheses.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(afterName[1], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // it ended while we looked
        }
    }
}
