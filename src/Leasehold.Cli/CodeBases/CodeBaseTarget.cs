using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Cli.CodeBases;

/// <summary>The file that names the code base: a solution or a project.</summary>
internal sealed record CodeBaseTarget(string Path)
{
    private const StringComparison Comparison = StringComparison.OrdinalIgnoreCase;
    private static readonly string[] SolutionExtensions = [".slnx", ".sln", ".slnf"];

    public bool IsSolution => SolutionExtensions.Contains(
        System.IO.Path.GetExtension(Path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The working tree's top folder, else the target's own: what reports name files relative to.</summary>
    public string Root { get; } = RootOf(Path);

    /// <summary>A folder stands for the one solution in it, or else for the one project.</summary>
    public static bool TryFind(
        string named, [NotNullWhen(true)] out CodeBaseTarget? target, [NotNullWhen(false)] out CodeBaseProblem? problem)
    {
        (target, problem) = Find(System.IO.Path.GetFullPath(named));
        return target is not null;
    }

    private static (CodeBaseTarget? Target, CodeBaseProblem? Problem) Find(string path)
    {
        if (Directory.Exists(path))
        {
            return FindIn(path);
        }

        if (!File.Exists(path))
        {
            return (null, new CodeBaseProblem($"There is no file or folder {path}."));
        }

        var target = new CodeBaseTarget(path);
        return target.IsSolution || IsProject(path)
            ? (target, null)
            : (null, new CodeBaseProblem(
                $"{path} is neither a solution (.slnx, .sln, .slnf) nor a C# project (.csproj)."));
    }

    private static (CodeBaseTarget? Target, CodeBaseProblem? Problem) FindIn(string folder)
    {
        var files = Directory.GetFiles(folder);
        var solutions = files.Where(static file => new CodeBaseTarget(file).IsSolution
            && !file.EndsWith(".slnf", Comparison)).ToList();
        var candidates = solutions.Count > 0 ? solutions : [.. files.Where(IsProject)];
        return candidates switch
        {
            [var only] => (new CodeBaseTarget(only), null),
            [] => (null, new CodeBaseProblem($"There is no solution and no C# project in {folder}.")),
            _ => (null, new CodeBaseProblem(
                $"There are several in {folder}: "
                + string.Join(", ", candidates.Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)) + ".",
                "Name one of them.")),
        };
    }

    private static bool IsProject(string path) => path.EndsWith(".csproj", Comparison);

    private static string RootOf(string path)
    {
        var own = System.IO.Path.GetDirectoryName(path)!;
        for (var folder = new DirectoryInfo(own); folder is not null; folder = folder.Parent)
        {
            // In a linked working tree .git is a file.
            var git = System.IO.Path.Combine(folder.FullName, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                return folder.FullName;
            }
        }

        return own;
    }
}
