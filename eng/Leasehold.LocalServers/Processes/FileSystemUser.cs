using System.Runtime.InteropServices;

namespace Leasehold.LocalServers.Processes;

/// <summary>Gives up an administrator's power over files, for one thread and for as long as it lives.</summary>
/// <remarks>Linux. Disposed on the thread that made it; does nothing where the process has no such power.</remarks>
public sealed partial class FileSystemUser : IDisposable
{
    private const int Nobody = 65534;
    private readonly int? _before;

    private FileSystemUser(int? before) => _before = before;

    /// <summary>From now on this thread meets files as a stranger does.</summary>
    public static FileSystemUser BecomeNobody() => new(Environment.IsPrivilegedProcess ? SetUser(Nobody) : null);

    /// <summary>Takes it back.</summary>
    public void Dispose()
    {
        if (_before is { } user)
        {
            _ = SetUser(user);
        }
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetUser(int user);
}
