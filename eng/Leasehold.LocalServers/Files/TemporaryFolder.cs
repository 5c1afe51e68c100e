namespace Leasehold.LocalServers.Files;

/// <summary>A new folder for temporary files that goes with its user.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const int Attempts = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes it, empty and readable by this user only.</summary>
    /// <param name="prefix">What its name begins with, so that people see whose it is.</param>
    public TemporaryFolder(string prefix) => Path = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The path of a file or folder in it.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Removes it with all that is in it.</summary>
    /// <remarks>
    /// Work that outlives the service it belongs to may still write a file while the folder is being emptied; that is
    /// waited for, up to two seconds.
    /// </remarks>
    /// <exception cref="IOException">Something still writes.</exception>
    public void Dispose()
    {
        for (var attempt = 1; Directory.Exists(Path); attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
