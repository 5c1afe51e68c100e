using System.Text.Json;

namespace Leasehold.Cli.Tests.Hosting;

/// <summary>A SARIF file in a temporary folder, and the parts of it that tests look at.</summary>
internal sealed class SarifFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lh-sarif-").FullName;
    private JsonDocument? _document;

    public string Path => System.IO.Path.Combine(_folder, "out.sarif");

    public JsonElement Root => (_document ??= JsonDocument.Parse(File.ReadAllBytes(Path))).RootElement;

    public JsonElement Run => Root.GetProperty("runs")[0];

    public IReadOnlyList<JsonElement> Results => [.. Run.GetProperty("results").EnumerateArray()];

    public static JsonElement PlaceOf(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation");

    public static string UriOf(JsonElement result) =>
        PlaceOf(result).GetProperty("artifactLocation").GetProperty("uri").GetString()!;

    public static int LineOf(JsonElement result) =>
        PlaceOf(result).GetProperty("region").GetProperty("startLine").GetInt32();

    public void Dispose()
    {
        _document?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
