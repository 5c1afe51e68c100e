using System.Runtime.InteropServices;

namespace Leasehold.LocalServers.Processes;

/// <summary>The `dotnet` executable of the runtime that runs this process.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        // .../shared/Microsoft.NETCore.App/10.0.x/ -> .../dotnet
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var candidate = System.IO.Path.Combine(
            runtime.Parent?.Parent?.Parent?.FullName ?? string.Empty, "dotnet");
        return File.Exists(candidate) ? candidate : "dotnet";
    }
}
