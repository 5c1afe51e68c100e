using System.Xml.Linq;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>A project and what it refers to.</summary>
internal sealed class ProjectFile
{
    public ProjectFile(RepositoryFile file)
    {
        Path = file.Path;
        var document = XDocument.Parse(file.Text);
        Projects =
        [
            .. document.Descendants("ProjectReference")
                .Select(reference => Resolve(file.Path, reference.Attribute("Include")!.Value)),
        ];
        Packages =
        [
            .. document.Descendants("PackageReference")
                .Where(static reference => !IsBuildOnly(reference))
                .Select(static reference => reference.Attribute("Include")?.Value ?? string.Empty),
        ];
        Friends =
        [
            .. document.Descendants("InternalsVisibleTo").Select(static friend => friend.Attribute("Include")!.Value),
        ];
    }

    public string Path { get; }

    /// <summary>The top folder: src, services, ...</summary>
    public string Layer => Path.Split('/')[0];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The paths of the projects it refers to.</summary>
    public IReadOnlyList<string> Projects { get; }

    /// <summary>The packages that it uses when it runs.</summary>
    public IReadOnlyList<string> Packages { get; }

    public IReadOnlyList<string> Friends { get; }

    private static bool IsBuildOnly(XElement reference) =>
        string.Equals(
            reference.Attribute("PrivateAssets")?.Value ?? reference.Element("PrivateAssets")?.Value,
            "all",
            StringComparison.OrdinalIgnoreCase);

    private static string Resolve(string from, string include)
    {
        var parts = from.Split('/')[..^1].ToList();
        foreach (var part in include.Replace('\\', '/').Split('/'))
        {
            if (part is ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
