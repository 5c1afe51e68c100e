using Leasehold.Testing.Servers.Processes;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>
/// PostgreSQL refuses to run as root. Then it runs as the user `postgres`, through setpriv, which replaces itself by
/// the server: the process id stays the server's own, unlike with su or runuser.
/// </summary>
internal static class ServerUser
{
    private const string Name = "postgres";

    /// <summary>Whether this process is root and has to change the user.</summary>
    public static bool IsNeeded { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>The command line that runs the command as the user it needs.</summary>
    public static ChildProcessOptions Run(string fileName, IReadOnlyList<string> arguments) => IsNeeded
        ? new ChildProcessOptions
        {
            FileName = "setpriv",
            Arguments = [$"--reuid={Name}", $"--regid={Name}", "--init-groups", "--", fileName, .. arguments],
        }
        : new ChildProcessOptions { FileName = fileName, Arguments = arguments };

    /// <summary>Gives the folder and everything in it to the server's user.</summary>
    public static Task GiveAsync(string folder, CancellationToken cancellationToken) => IsNeeded
        ? ToolCommand.RunAsync("chown", ["-R", $"{Name}:", folder], cancellationToken)
        : Task.CompletedTask;
}
