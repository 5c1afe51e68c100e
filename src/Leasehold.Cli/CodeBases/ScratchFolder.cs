using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Leasehold.Cli.CodeBases;

/// <summary>
/// A temporary folder for what MSBuild writes even when it is only asked (assembly information, global usings,
/// caches), so that the code base stays as it is, its ignored folders included.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>
    /// Read after the SDK has decided where intermediate files go, and before anything is derived from that. Packages
    /// are still looked up where the restore has put its answer, which is another property.
    /// </summary>
    private const string Redirection = """
        <Project>
          <PropertyGroup>
            <_Own>$([MSBuild]::StableStringHash('$(MSBuildProjectFullPath)'))/$(TargetFramework)/</_Own>
            <IntermediateOutputPath>$(MSBuildThisFileDirectory)$(_Own)</IntermediateOutputPath>
          </PropertyGroup>
          <ItemGroup>
            <CompilerVisibleProperty Include="ProjectAssetsFile" />
          </ItemGroup>
        </Project>
        """;

    private readonly string _path;

    private ScratchFolder(string path)
    {
        _path = path;
        Properties = ImmutableDictionary<string, string>.Empty
            .Add("CustomBeforeMicrosoftCommonTargets", Path.Combine(path, "Redirection.targets"));
    }

    /// <summary>The global properties under which MSBuild writes here.</summary>
    public ImmutableDictionary<string, string> Properties { get; }

    public static ScratchFolder Create()
    {
        var folder = new ScratchFolder(Directory.CreateTempSubdirectory("leasehold-check-").FullName);
        File.WriteAllText(folder.Properties.Values.Single(), Redirection);
        return folder;
    }

    /// <summary>
    /// Whether the restore has left its answer. Without it MSBuild goes on with the framework alone, silently; the path
    /// is told by the item above.
    /// </summary>
    public static bool IsRestored(Project project) =>
        !project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions
            .TryGetValue("build_property.ProjectAssetsFile", out var assets)
        || assets.Length == 0
        || File.Exists(assets);

    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (IOException)
        {
            // A host that was told to end may still write; the system empties its temporary folder by itself.
        }
    }
}
