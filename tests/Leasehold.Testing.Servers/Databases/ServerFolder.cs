using Leasehold.Testing.Servers.Processes;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>A temporary folder that goes away with this process at the latest.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly ParentDeathGuard _guard;

    private ServerFolder(string path)
    {
        Path = path;
        _guard = ParentDeathGuard.ForFolder(path);
    }

    /// <summary>Short on purpose: a unix socket's path has at most 107 characters.</summary>
    public string Path { get; }

    public static ServerFolder Create(string kind) => new(Directory.CreateTempSubdirectory($"lh-{kind}-").FullName);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            _guard.Dispose();
        }
        catch (IOException)
        {
            // A dying backend still writes. The guard stays, and removes the rest when this process ends.
        }
    }
}
