using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Repository;

// Packed once for all tests: each of them only reads the packages.
[assembly: AssemblyFixture(typeof(Leasehold.Packages.Tests.Hosting.PackedPackages))]

namespace Leasehold.Packages.Tests.Hosting;

/// <summary>Every package of the repository, packed from what was built, in a temporary folder.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>Built for the rules' package, not packages themselves.</summary>
    private static readonly string[] Inside = ["Leasehold.Analyzers", "Leasehold.CodeFixes"];

    private readonly string _root = Directory.CreateTempSubdirectory("lh-packages-").FullName;

    /// <summary>The projects that are to be packages, by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Path.Combine(BuildOutput.RepositoryRoot!, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Except(Inside, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    public string Folder => Path.Combine(_root, "packages");

    /// <summary>The repository's own command, told to take what was built with these tests.</summary>
    public string Command
    {
        get
        {
            var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var pack = Path.Combine(BuildOutput.RepositoryRoot!, "eng", "pack");
            return $"{pack} --no-build --configuration {configuration} --output {Folder}";
        }
    }

    /// <summary>The file of a package, whatever its version.</summary>
    public string PathOf(string name, string extension) => Assert.Single(
        Directory.GetFiles(Folder, $"{name}.*.{extension}"),
        path => char.IsAsciiDigit(Path.GetFileName(path)[name.Length + 1]));

    public async ValueTask InitializeAsync()
    {
        await Commands.RunAsync(new ChildProcessOptions
        {
            FileName = "bash",
            Arguments = ["-c", Command],
            Environment = Commands.NoServers,
        });
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
