using System.Text.RegularExpressions;

namespace Leasehold.PublicApi.Tests.Documentation;

/// <summary>The pages that a user reads, and the C# on them.</summary>
internal static partial class Pages
{
    private static readonly string Root = FindRoot();

    /// <summary>Paths relative to the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "README*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Root, "src"))
                .SelectMany(static package => Directory.EnumerateFiles(package, "*.md")))
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static IEnumerable<CodeBlock> BlocksOf(string page)
    {
        var lines = File.ReadAllLines(Path.Combine(Root, page));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!Fence().IsMatch(lines[i]))
            {
                continue;
            }

            var first = i + 1;
            var end = Array.FindIndex(
                lines, first, static line => line.TrimStart().StartsWith("```", StringComparison.Ordinal));
            var name = FileName().Match(i > 0 ? lines[i - 1] : "");
            yield return new CodeBlock(
                page,
                first + 1,
                string.Join('\n', lines[first..end]) + "\n",
                name.Success ? name.Groups["name"].Value : null);
            i = end;
        }
    }

    /// <summary>What a page takes for granted: usings, names, types; its twin in another language the same.</summary>
    public static string? SceneOf(string page)
    {
        var parts = page.Split('/');
        var name = parts[^1].Split('.')[0];
        return Scene(name == "README" && parts.Length > 1 ? parts[^2] : name);
    }

    /// <summary>What every page takes for granted.</summary>
    public static string CommonScene() => Scene("common")!;

    private static string? Scene(string name)
    {
        var path = Path.Combine(
            Root, "tests", "Leasehold.PublicApi.Tests", "Documentation", "Scenes", $"{name}.scene");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static string FindRoot()
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

    [GeneratedRegex("^\\s*```(?:csharp|cs|c#)\\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("^<!-- file: (?<name>\\S+) -->$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
