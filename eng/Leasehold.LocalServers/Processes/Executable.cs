namespace Leasehold.LocalServers.Processes;

/// <summary>Looks for programs; servers are in sbin, which is not on every user's PATH.</summary>
public static class Executable
{
    /// <summary>The program's full path; null when it is not installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [])
            .Concat(["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"])
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(Exists);

    /// <summary>File.Exists alone is true for a link to nothing.</summary>
    public static bool Exists(string path) =>
        File.Exists(path)
        && (File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target || target.Exists);
}
