using System.IO.Compression;
using System.Xml.Linq;

namespace Leasehold.Packages.Tests.Hosting;

/// <summary>A package's files and its metadata.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    public Package(string path)
    {
        _archive = ZipFile.OpenRead(path);
        Files = [.. _archive.Entries.Select(static entry => entry.FullName)];
        using var manifest = _archive.Entries
            .Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(manifest).Root!.Elements().First();
    }

    public IReadOnlyList<string> Files { get; }

    /// <summary>Its files, one a line.</summary>
    public string List => string.Join('\n', Files);

    /// <summary>Every dependency as `id excluded,assets`.</summary>
    public IReadOnlyList<string> Dependencies =>
    [
        .. _metadata.Descendants().Where(static element => element.Name.LocalName is "dependency")
            .Select(static one => $"{one.Attribute("id")!.Value} {one.Attribute("exclude")?.Value}"),
    ];

    public string? this[string element] => ElementOf(element)?.Value;

    public XElement? ElementOf(string name) =>
        _metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    public bool Has(string file) => Files.Contains(file, StringComparer.Ordinal);

    public byte[] Read(string file)
    {
        using var content = _archive.GetEntry(file)!.Open();
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
