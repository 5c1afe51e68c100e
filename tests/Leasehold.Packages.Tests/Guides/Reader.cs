using Leasehold.LocalServers.Network;
using Leasehold.LocalServers.Processes;
using Leasehold.Packages.Tests.Hosting;

namespace Leasehold.Packages.Tests.Guides;

/// <summary>
/// Follows a page in an empty folder of a machine whose package source is what the repository itself was restored with.
/// The two liberties taken are the port, which another process might have, and what is built already.
/// </summary>
internal sealed class Reader : IAsyncDisposable
{
    private const string PortOfThePage = "5070";
    private const string PackOfThePage = "~/leasehold/eng/pack";
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(1);
    private readonly string _root = Directory.CreateTempSubdirectory("lh-guide-").FullName;
    private readonly string _port = FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture);
    private readonly string _pack;
    private ChildProcess? _running;

    private Reader(string pack) => _pack = pack;

    public string Home => Path.Combine(_root, "Shop");

    public static async Task<Reader> WithAsync(PackedPackages packages)
    {
        var reader = new Reader(packages.Command);
        var listing = await Commands.RunAsync(new ChildProcessOptions
        {
            FileName = "dotnet",
            Arguments = ["nuget", "locals", "global-packages", "--list"],
            Environment = Commands.NoServers,
        });
        var restored = listing.Trim().Split(": ", 2)[1];
        await File.WriteAllTextAsync(Path.Combine(reader._root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="restored" value="{restored}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
              </fallbackPackageFolders>
              <packageSourceMapping>
                <clear />
                <packageSource key="leasehold"><package pattern="Leasehold*" /></packageSource>
                <packageSource key="restored"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        return reader;
    }

    /// <summary>Does what the step says.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> DoAsync(GuideStep step)
    {
        var text = step.Text
            .Replace(PortOfThePage, _port, StringComparison.Ordinal)
            .Replace(PackOfThePage, _pack, StringComparison.Ordinal);
        switch (step.Kind)
        {
            case GuideStepKind.File:
                await File.WriteAllTextAsync(Path.Combine(Home, step.Argument), text);
                return string.Empty;
            case GuideStepKind.Run:
                return await Commands.RunAsync(Shell($"set -e\n{text}"));
            default:
                _running = ChildProcess.Start(Shell($"exec {text}"));
                await _running.WaitForLineAsync("Now listening on", StartBound);
                return string.Empty;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.TerminateAsync(TimeSpan.FromSeconds(10));
            await _running.DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }

    private ChildProcessOptions Shell(string script) => new()
    {
        FileName = "bash",
        Arguments = ["-c", script],
        WorkingDirectory = Directory.Exists(Home) ? Home : _root,
        Environment = new Dictionary<string, string?>(Commands.NoServers, StringComparer.Ordinal)
        {
            // A package of the same version from another time must not be taken for this one.
            ["NUGET_PACKAGES"] = Path.Combine(_root, "packages"),
        },
    };
}
