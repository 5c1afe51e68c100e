using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>A process that decodes, as the processor sees it; whatever a picture does to it, another follows.</summary>
internal sealed class PixelProcess : IDisposable
{
    /// <summary>It decodes what strangers send, so it is told nothing: no key, no connection string.</summary>
    private static readonly string[] InheritedVariables =
        ["PATH", "HOME", "TMPDIR", "TMP", "TEMP", "LANG", "LD_LIBRARY_PATH", "SystemRoot"];

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private PixelProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Pictures it was given so far.</summary>
    public int Served { get; private set; }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <exception cref="IOException">It did not come up.</exception>
    public static async Task<PixelProcess> StartAsync(long memoryBytes, CancellationToken cancellationToken)
    {
        var process = Process.Start(StartInfo(memoryBytes))!;
        process.ErrorDataReceived += static (_, _) => { }; // the library's warnings are of no use to anybody
        process.BeginErrorReadLine();
        var started = new PixelProcess(process);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(StartTimeout);
        await using var end = bound.Token.Register(started.Kill);
        var ready = new byte[1];
        if (await process.StandardOutput.BaseStream.ReadAsync(ready, CancellationToken.None) == 1)
        {
            return started;
        }

        started.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        throw new IOException("A pixel process did not start.");
    }

    /// <summary>Has one picture processed; one at a time. After a cancellation or its end it is of no use.</summary>
    /// <exception cref="PictureRefusedException">The picture is refused, or ended the process.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process has been ended.</exception>
    public async Task<ProcessedPicture> RunAsync(Picture picture, PixelJob job, CancellationToken cancellationToken)
    {
        Served++;

        // Reading from a pipe cannot be cancelled; it ends when the process does.
        await using var end = cancellationToken.Register(Kill);
        try
        {
            await PixelPipe.WriteAsync(
                _process.StandardInput.BaseStream,
                job,
                PixelJson.Default.PixelJob,
                picture.Bytes,
                CancellationToken.None);
            var (answer, result) = await PixelPipe.ReadAsync(
                _process.StandardOutput.BaseStream, PixelJson.Default.PixelAnswer, CancellationToken.None);
            return answer.Code is null
                ? new ProcessedPicture(answer.Kind, result, answer.Width, answer.Height)
                : throw new PictureRefusedException(Http.Refusal.Unprocessable(answer.Code, answer.Detail ?? ""));
        }
        catch (Exception problem) when (problem is IOException or JsonException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new PictureRefusedException(PixelRefusals.TooDemanding, problem);
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(long memoryBytes)
    {
        var info = new ProcessStartInfo(DotnetPath())
        {
            ArgumentList =
            {
                typeof(PixelProcess).Assembly.Location,
                PixelWorker.Argument,
                memoryBytes.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in info.Environment.Keys.ToList())
        {
            if (!name.StartsWith("DOTNET_", StringComparison.Ordinal)
                && !InheritedVariables.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                info.Environment.Remove(name);
            }
        }

        // A few small objects per picture: threads for collecting them would cost more than they do.
        info.Environment["DOTNET_gcServer"] = "0";
        info.Environment["DOTNET_gcConcurrent"] = "0";
        return info;
    }

    private static string DotnetPath()
    {
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
        {
            return Environment.ProcessPath!;
        }

        // shared/Microsoft.NETCore.App/{version} of the installation that runs this process.
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var installed = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(installed) ? installed : name;
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
