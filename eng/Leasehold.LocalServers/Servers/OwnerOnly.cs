namespace Leasehold.LocalServers.Servers;

/// <summary>Takes everybody else's rights from a file or folder; PostgreSQL insists on it for its data.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void File(string path) => Set(path, ReadWrite);

    public static void Folder(string path) => Set(path, ReadWrite | UnixFileMode.UserExecute);

    private static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, mode);
        }
    }
}
