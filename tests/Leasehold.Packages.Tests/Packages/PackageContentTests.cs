using System.Text;
using Leasehold.Packages.Tests.Hosting;

namespace Leasehold.Packages.Tests.Packages;

public sealed class PackageContentTests(PackedPackages packages)
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static TheoryData<string> Names => [.. PackedPackages.Names];

    public static TheoryData<string> LibraryNames => [.. PackedPackages.Names.Where(static name => !IsTool(name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Package_Always_TellsWhatItIs(string name)
    {
        using var package = new Package(packages.PathOf(name, "nupkg"));

        Assert.Equal(name, package["id"]);
        Assert.Equal("MIT", package["license"]);
        Assert.Equal("The Leasehold authors", package["authors"]);
        Assert.True(package["description"]!.Length > 20, package["description"]);
        Assert.Contains("connection-pool", package["tags"]!, StringComparison.Ordinal);
        Assert.Equal("https://github.com/leasehold/leasehold", package["projectUrl"]);
        Assert.Equal("README.md", package["readme"]);
        Assert.Contains(
            "leasehold", Encoding.UTF8.GetString(package.Read("README.md")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("icon.png", package["icon"]);
        Assert.Equal(PngSignature, package.Read("icon.png")[..PngSignature.Length]);
        var repository = package.ElementOf("repository")!;
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.Equal("https://github.com/leasehold/leasehold", repository.Attribute("url")!.Value);
        Assert.Equal(40, repository.Attribute("commit")!.Value.Length);
    }

    [Theory]
    [MemberData(nameof(LibraryNames))]
    public void Package_OfALibrary_HasItsDocumentationAndSymbols(string name)
    {
        using var package = new Package(packages.PathOf(name, "nupkg"));
        using var symbols = new Package(packages.PathOf(name, "snupkg"));

        Assert.True(package.Has($"lib/net10.0/{name}.dll"), package.List);
        Assert.True(package.Has($"lib/net10.0/{name}.xml"), package.List);
        Assert.True(symbols.Has($"lib/net10.0/{name}.pdb"), symbols.List);
    }

    [Fact]
    public void Package_OfTheCore_BringsTheRules()
    {
        using var package = new Package(packages.PathOf("Leasehold", "nupkg"));

        Assert.True(package.Has("analyzers/dotnet/cs/Leasehold.Analyzers.dll"), package.List);
        Assert.True(package.Has("analyzers/dotnet/cs/Leasehold.CodeFixes.dll"), package.List);
    }

    [Theory]
    [MemberData(nameof(LibraryNames))]
    public void Package_BuiltOnTheCore_LetsTheRulesThrough(string name)
    {
        using var package = new Package(packages.PathOf(name, "nupkg"));

        var own = package.Dependencies.Where(static one => one.StartsWith("Leasehold", StringComparison.Ordinal));

        Assert.All(own, static one => Assert.DoesNotContain("Analyzers", one, StringComparison.Ordinal));
    }

    [Fact]
    public void Package_OfTheTool_HasWhatItRuns()
    {
        using var package = new Package(packages.PathOf("Leasehold.Cli", "nupkg"));

        Assert.Contains("DotnetTool", package.ElementOf("packageTypes")!.ToString(), StringComparison.Ordinal);
        Assert.True(package.Has("tools/net10.0/any/Leasehold.Analyzers.dll"), package.List);
        Assert.Contains(package.Files, static file => file.Contains("/BuildHost-netcore/", StringComparison.Ordinal));
        Assert.Contains(
            "<Command Name=\"leasehold\"",
            Encoding.UTF8.GetString(package.Read("tools/net10.0/any/DotnetToolSettings.xml")),
            StringComparison.Ordinal);
    }

    private static bool IsTool(string name) => name is "Leasehold.Cli";
}
