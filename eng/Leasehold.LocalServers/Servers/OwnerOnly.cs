namespace Leasehold.LocalServers.Servers;

/// <summary>Files and folders that nobody but their owner may read; PostgreSQL insists on it for its data.</summary>
public static class OwnerOnly
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file that may hold a password; there is no moment in which others can read it.</summary>
    /// <param name="path">Replaced when it exists.</param>
    /// <param name="text">Its content.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The path.</returns>
    public static async Task<string> WriteAsync(string path, string text, CancellationToken cancellationToken = default)
    {
        // Made anew: an earlier run may have left it to another user.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ReadWrite;
        }

        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
        return path;
    }

    /// <summary>Takes everybody else's rights from a folder.</summary>
    internal static void Folder(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, ReadWrite | UnixFileMode.UserExecute);
        }
    }
}
