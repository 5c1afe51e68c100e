using System.Runtime.InteropServices;

namespace Leasehold.LocalServers.Processes;

internal static partial class PosixSignals
{
    /// <summary>Bounds the wait for a thread that sleeps uninterruptibly, in a flush to the disk for example.</summary>
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(5);

    /// <summary>Sends a signal; a stop is waited for.</summary>
    /// <remarks>
    /// kill(2) only queues SIGSTOP: one thread takes it and stops the others, and until then they run on.
    /// </remarks>
    public static void Send(int processId, Signal signal)
    {
        _ = Kill(processId, Number(signal));
        if (signal == Signal.Stop)
        {
            SpinWait.SpinUntil(() => ProcessTree.IsStopped(processId), StopBound);
        }
    }

    /// <summary>Linux numbers; macOS differs for STOP and CONT.</summary>
    private static int Number(Signal signal) => signal switch
    {
        Signal.Interrupt => 2,
        Signal.Quit => 3,
        Signal.Kill => 9,
        Signal.Terminate => 15,
        Signal.Stop => OperatingSystem.IsMacOS() ? 17 : 19,
        Signal.Continue => OperatingSystem.IsMacOS() ? 19 : 18,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal."),
    };

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int number);
}
