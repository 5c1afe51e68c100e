namespace Leasehold.Demo;

/// <summary>The folder of one running demo: a second one on the same files would spoil them.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const string LockName = "demo.lock";

    private readonly FileStream _lock;

    private DemoFolder(FileStream held) => _lock = held;

    /// <summary>Makes the folder and holds it until disposed.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DemoStartException">It cannot be written, or another demo has it.</exception>
    public static DemoFolder Take(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var name = Path.Combine(path, LockName);
            if (!File.Exists(name))
            {
                // So that a folder that takes no file is told from a file that somebody holds.
                using var made = File.Create(name);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DemoStartException(
                $"The folder {path} cannot be written ({DemoStartException.FirstLine(problem)}) "
                + "Name another: --data FOLDER.");
        }

        try
        {
            return new DemoFolder(new FileStream(
                Path.Combine(path, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DemoStartException(
                $"Another demo is at work in {path}. Stop it, or name another folder: --data FOLDER.");
        }
    }

    public void Dispose() => _lock.Dispose();
}
