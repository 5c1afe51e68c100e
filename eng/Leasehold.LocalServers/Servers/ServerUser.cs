using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Servers;

/// <summary>
/// Some servers refuse to run as root. Then they run as the user of their package, through setpriv, which replaces
/// itself by the server: the process id stays the server's own, unlike with su or runuser.
/// </summary>
internal sealed class ServerUser(string name, string? group = null)
{
    /// <summary>PostgreSQL's, and PgBouncer's too: its package depends on that user.</summary>
    public static readonly ServerUser Postgres = new("postgres");

    /// <summary>RabbitMQ's.</summary>
    public static readonly ServerUser RabbitMq = new("rabbitmq");

    /// <summary>
    /// Firebird would run as root, but then it writes to the log of the machine's own server. By number: the group of
    /// nobody is called differently on every system.
    /// </summary>
    public static readonly ServerUser Nobody = new("nobody", "65534");

    /// <summary>Whether this process is root and has to change the user.</summary>
    public static bool IsNeeded { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>The command line that runs the command as this user.</summary>
    public ChildProcessOptions Run(string fileName, IReadOnlyList<string> arguments) => IsNeeded
        ? new ChildProcessOptions
        {
            FileName = "setpriv",
            Arguments = [$"--reuid={name}", $"--regid={group ?? name}", "--init-groups", "--", fileName, .. arguments],
        }
        : new ChildProcessOptions { FileName = fileName, Arguments = arguments };

    /// <summary>Gives the folder and everything in it to this user.</summary>
    /// <exception cref="InvalidOperationException">This user cannot reach the folder all the same.</exception>
    public async Task GiveAsync(string folder, CancellationToken cancellationToken)
    {
        if (!IsNeeded)
        {
            return;
        }

        await ToolCommand.RunAsync("chown", ["-R", $"{name}:", folder], cancellationToken);
        var look = Run("test", ["-w", folder]);
        try
        {
            await ToolCommand.RunAsync(look.FileName, look.Arguments, cancellationToken);
        }
        catch (InvalidOperationException problem)
        {
            throw new InvalidOperationException(
                $"As root, this server runs as the user '{name}', who cannot reach {folder}: "
                + "use a folder below which everybody may look, or another user than root.",
                problem);
        }
    }
}
