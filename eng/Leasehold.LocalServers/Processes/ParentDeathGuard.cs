using System.Diagnostics;
using System.Globalization;

namespace Leasehold.LocalServers.Processes;

/// <summary>
/// Cleans up when this process ends without doing so itself, SIGKILL included: a tiny shell waits on a pipe whose
/// other end only this process holds. PR_SET_PDEATHSIG is no substitute here: it fires when the *thread* that
/// started the child ends, and a pool thread does so at any time.
/// </summary>
internal sealed class ParentDeathGuard : IDisposable
{
    private readonly Process _shell;

    private ParentDeathGuard(string script, string argument)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            ArgumentList =
            {
                "-c",
                // A line means "all is well, go"; end of file without a line means that the parent is gone.
                "trap '' INT TERM HUP QUIT; if read -r _; then exit 0; fi; " + script,
                "leasehold-guard",
                argument,
            },
        };
        _shell = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
    }

    /// <summary>Kills the process when this one ends.</summary>
    public static ParentDeathGuard ForProcess(int processId) =>
        new("kill -9 \"$1\" 2>/dev/null", processId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Removes the folder when this one ends; twice, since a dying server may still be writing.</summary>
    public static ParentDeathGuard ForFolder(string path) =>
        new("sleep 1; rm -rf -- \"$1\" 2>/dev/null || { sleep 3; rm -rf -- \"$1\"; }", path);

    public void Dispose()
    {
        try
        {
            _shell.StandardInput.WriteLine("release");
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The guard is gone already: somebody ended the whole process group.
        }

        _shell.Dispose();
    }
}
