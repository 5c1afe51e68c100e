using System.Diagnostics;
using System.Text;

namespace Repository.Tests.Reading;

/// <summary>The text files of the repository: the tracked ones, and new ones that are not ignored.</summary>
internal sealed class RepositoryTree
{
    private static readonly Lazy<RepositoryTree> Loaded = new(Load);
    private readonly HashSet<string> _folders;
    private readonly HashSet<string> _paths;

    public RepositoryTree(IReadOnlyList<RepositoryFile> files, IEnumerable<string>? otherPaths = null)
    {
        Files = files;
        _paths = [.. files.Select(static file => file.Path), .. otherPaths ?? []];
        _folders = [.. _paths.SelectMany(FoldersOf)];
    }

    /// <summary>The working tree that this test runs in.</summary>
    public static RepositoryTree Current => Loaded.Value;

    public IReadOnlyList<RepositoryFile> Files { get; }

    public IEnumerable<RepositoryFile> CSharpFiles => Files.Where(static file => file.IsCSharp);

    public IEnumerable<RepositoryFile> Projects => Files.Where(static file => file.IsProject);

    public IEnumerable<RepositoryFile> MarkdownFiles => Files.Where(static file => file.IsMarkdown);

    public RepositoryFile? Find(string path) =>
        Files.FirstOrDefault(file => string.Equals(file.Path, path, StringComparison.Ordinal));

    /// <summary>Whether a file, binary ones included, or a folder has this path.</summary>
    public bool Exists(string path) => _paths.Contains(path) || _folders.Contains(path) || path.Length == 0;

    private static IEnumerable<string> FoldersOf(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private static RepositoryTree Load()
    {
        var root = Root();
        var paths = Git(root).Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)
            .Where(path => File.Exists(Path.Combine(root, path))) // deleted, and not yet committed as such
            .Order(StringComparer.Ordinal)
            .ToList();
        var files = new List<RepositoryFile>();
        foreach (var path in paths)
        {
            var bytes = File.ReadAllBytes(Path.Combine(root, path));
            if (Array.IndexOf(bytes, (byte)0) < 0)
            {
                files.Add(new RepositoryFile(path, Encoding.UTF8.GetString(bytes)));
            }
        }

        return new RepositoryTree(files, paths);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Leasehold.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests read the repository, and do not run inside of one.");
    }

    private static string Git(string root)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = root,
            ArgumentList = { "ls-files", "-z", "--cached", "--others", "--exclude-standard" },
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"git ls-files ended with {git.ExitCode}.");
    }
}
