using System.Net.Sockets;
using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Leasehold.LocalServers.Network;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Repository;

namespace Leasehold.Images.Tests.Blobs;

/// <summary>
/// Azurite on a free port: the program that <c>AZURITE</c> names, the path's, or what eng/install-azurite installed.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    /// <summary>The account and key that Azurite documents for everybody; they open nothing else.</summary>
    private const string Account = "devstoreaccount1";

    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new("images-tests-");
    private ChildProcess? _azurite;

    public string? ConnectionString { get; private set; }

    public string? MissingReason { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("AZURITE") ?? Executable.Find("azurite-blob") ?? Installed();
        if (program is null)
        {
            MissingReason = "Azurite is not installed: run eng/install-azurite, or name its program in AZURITE.";
            return;
        }

        var port = FreePort.Next();
        _azurite = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = program,
            Arguments =
            [
                "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", _folder.Path, "--silent",
                "--skipApiVersionCheck", "--disableTelemetry",
            ],
        });
        await WaitForAsync(port);
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{port}/{Account};";
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static string? Installed()
    {
        var folder = Path.Combine(BuildOutput.RepositoryRoot ?? ".", "artifacts", "azurite");
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder)
                .Select(static version => Path.Combine(version, "node_modules", ".bin", "azurite-blob"))
                .FirstOrDefault(File.Exists)
            : null;
    }

    private static async Task WaitForAsync(int port)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < Patience, "Azurite does not listen.");
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
