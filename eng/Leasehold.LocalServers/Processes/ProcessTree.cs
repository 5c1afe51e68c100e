using System.Globalization;

namespace Leasehold.LocalServers.Processes;

/// <summary>Reads /proc: which processes a process has started, and whether one stands still.</summary>
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

    /// <summary>Whether no thread of it runs; true as well where it has ended or /proc does not exist.</summary>
    public static bool IsStopped(int processId)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{processId}/task")
                .All(thread => StatOf(thread) is null or ["T" or "t" or "Z" or "X", ..]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static int? ParentOf(int processId) =>
        StatOf($"/proc/{processId}") is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : null;

    /// <summary>The fields after the name, state and parent first; null when it ended while we looked.</summary>
    private static string[]? StatOf(string folder)
    {
        try
        {
            // "pid (name) state ppid ...", where the name may hold spaces and parentheses.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
