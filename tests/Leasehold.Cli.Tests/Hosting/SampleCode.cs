using System.Security.Cryptography;
using System.Text;
using Leasehold.LocalServers.Processes;

// Restored once for all tests: each of them only reads it.
[assembly: AssemblyFixture(typeof(Leasehold.Cli.Tests.Hosting.SampleCode))]

namespace Leasehold.Cli.Tests.Hosting;

/// <summary>
/// A code base in a temporary folder: projects that are clean, faulty, broken or not restored. They use the framework
/// only, so that restoring them needs no package.
/// </summary>
public sealed class SampleCode : IAsyncLifetime
{
    /// <summary>Line and column of the call in <see cref="Faulty"/>.</summary>
    public const string FaultyPlace = "Checkout.cs(13,15)";

    private static readonly TimeSpan RestoreBound = TimeSpan.FromMinutes(2);
    private readonly string _root = Directory.CreateTempSubdirectory("lh-check-").FullName;

    public string Solution => PathOf("Shop.slnx");

    public string Clean => PathOf("Clean/Clean.csproj");

    /// <summary>One external call while a connection is open.</summary>
    public string Faulty => PathOf("Faulty/Faulty.csproj");

    /// <summary>The same call: off by configuration, and once more, off by a pragma.</summary>
    public string Silenced => PathOf("Silenced/Silenced.csproj");

    public string Broken => PathOf("Broken/Broken.csproj");

    public string Unrestored => PathOf("Unrestored/Unrestored.csproj");

    public string Malformed => PathOf("Malformed/Malformed.csproj");

    public string PathOf(string relative) => Path.Combine(_root, relative);

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])["Clean", "Faulty", "Silenced", "Broken", "Unrestored"])
        {
            Write($"{name}/{name}.csproj", SampleSources.Project);
        }

        Write("Clean/Clean.cs", "namespace Shop;\n\npublic sealed class Clean;\n");
        Write("Faulty/Checkout.cs", SampleSources.Checkout);
        Write("Silenced/Checkout.cs", SampleSources.Checkout);
        Write("Silenced/Refund.cs", SampleSources.SilencedRefund);
        Write("Silenced/.editorconfig", "root = true\n\n[Checkout.cs]\ndotnet_diagnostic.LH0001.severity = none\n");
        Write("Broken/Broken.cs", "namespace Shop;\n\npublic sealed class Broken : Missing;\n");
        Write("Unrestored/Unrestored.cs", "namespace Shop;\n");
        Write("Malformed/Malformed.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n");
        Write("Other/Other.fsproj", SampleSources.Project);
        Write("Shop.slnx", SampleSources.Solution("Clean/Clean.csproj", "Faulty/Faulty.csproj", "Other/Other.fsproj"));
        Write("Restored.slnx", SampleSources.Solution(
            "Clean/Clean.csproj", "Faulty/Faulty.csproj", "Silenced/Silenced.csproj", "Broken/Broken.csproj"));
        await using var restore = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "dotnet",
            Arguments = ["restore", PathOf("Restored.slnx"), "--disable-build-servers"],
            WorkingDirectory = _root,
        });
        Assert.True(await restore.WaitForExitAsync(RestoreBound) == 0, restore.Output);
    }

    /// <summary>Every file below the folder with its content's hash, ignored and hidden ones included.</summary>
    public string Fingerprint()
    {
        var lines = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            lines.Append(path).Append(' ').AppendLine(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
        }

        return lines.ToString();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Write(string relative, string text)
    {
        var path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
