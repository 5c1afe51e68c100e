using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Servers;

/// <summary>A server's folder: a temporary one goes away with this process at the latest, a given one stays.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly ParentDeathGuard? _guard;

    private ServerFolder(string path, bool isKept)
    {
        Path = path;
        IsKept = isKept;
        _guard = isKept ? null : ParentDeathGuard.ForFolder(path);
    }

    /// <summary>Short when it is temporary: a unix socket's path has at most 107 characters.</summary>
    public string Path { get; }

    /// <summary>Whether it is the caller's, and stays.</summary>
    public bool IsKept { get; }

    /// <summary>The folder of the options, or a temporary one.</summary>
    /// <param name="kind">Part of a temporary folder's name: at most a few letters.</param>
    /// <param name="options">What the caller said.</param>
    public static ServerFolder For(string kind, PrivateServerOptions options) =>
        options.Folder is { } path
            ? new ServerFolder(Directory.CreateDirectory(path).FullName, isKept: true)
            : Temporary(kind);

    public static ServerFolder Temporary(string kind) =>
        new(Directory.CreateTempSubdirectory($"lh-{kind}-").FullName, isKept: false);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file that may hold a password.</summary>
    public Task<string> WriteSecretAsync(string name, string text, CancellationToken cancellationToken) =>
        OwnerOnly.WriteAsync(File(name), text, cancellationToken);

    public void Dispose()
    {
        if (IsKept)
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
            _guard?.Dispose();
        }
        catch (IOException)
        {
            // A dying backend still writes. The guard stays, and removes the rest when this process ends.
        }
    }
}
