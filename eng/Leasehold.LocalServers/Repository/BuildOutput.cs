namespace Leasehold.LocalServers.Repository;

/// <summary>Finds the repository and what was built beside the running test.</summary>
public static class BuildOutput
{
    /// <summary>The folder that holds Leasehold.slnx; null outside of a working tree.</summary>
    public static string? RepositoryRoot { get; } = FindRoot();

    /// <summary>The built assembly of a project, in the configuration this process was built in.</summary>
    /// <param name="project">The project's name, for example `Payments`.</param>
    /// <param name="assembly">The assembly's name when it is not the project's.</param>
    /// <exception cref="FileNotFoundException">It has not been built.</exception>
    public static string AssemblyOf(string project, string? assembly = null)
    {
        var root = RepositoryRoot
            ?? throw new InvalidOperationException("This process does not run from a working tree of the repository.");

        // artifacts/bin/<project>/<configuration>/
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(root, "artifacts", "bin", project, configuration, $"{assembly ?? project}.dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{project} is not built: {path} does not exist.", path);
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Leasehold.slnx")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
