namespace Leasehold.Testing.Servers.Processes;

/// <summary>Looks for programs; File.Exists alone is true for a link to nothing.</summary>
internal static class Executable
{
    public static bool Exists(string path) =>
        File.Exists(path)
        && (File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target || target.Exists);
}
