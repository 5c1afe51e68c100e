using System.Runtime.InteropServices;

namespace Leasehold.LocalServers.Processes;

internal static partial class PosixSignals
{
    public static void Send(int processId, Signal signal) => _ = Kill(processId, Number(signal));

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
