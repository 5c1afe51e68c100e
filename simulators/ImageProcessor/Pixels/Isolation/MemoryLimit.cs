using System.Runtime.InteropServices;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>A limit that the system holds this process to.</summary>
internal static partial class MemoryLimit
{
    /// <summary>What a process may write to: its heaps, stacks and private mappings.</summary>
    /// <remarks>Source: getrlimit(2), RLIMIT_DATA; private mappings count since Linux 4.7.</remarks>
    private const int Data = 2;

    /// <summary>Linux only; elsewhere the caps on pixels and frames are all there is.</summary>
    public static void Set(long bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Both at once: what a picture takes over must not be able to raise it again.
        var limit = new Limit { Soft = (nuint)bytes, Hard = (nuint)bytes };
        if (SetLimit(Data, in limit) != 0)
        {
            throw new InvalidOperationException(
                $"The memory limit could not be set: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
