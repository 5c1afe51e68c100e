namespace Leasehold.LocalServers.Processes;

/// <summary>Runs a command to its end; anything but exit code 0 is an error that carries its output.</summary>
internal static class ToolCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    public static Task<string> RunAsync(
        string fileName, IReadOnlyList<string> arguments, CancellationToken cancellationToken = default) =>
        RunAsync(
            fileName,
            arguments,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C" },
            cancellationToken);

    public static async Task<string> RunAsync(
        string fileName,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken = default)
    {
        await using var process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = fileName,
            Arguments = arguments,
            WorkingDirectory = "/",
            Environment = environment,
        });
        var exitCode = await process.WaitForExitAsync(Bound, cancellationToken);
        return exitCode == 0
            ? process.Output
            : throw new InvalidOperationException($"{fileName} ended with {exitCode}:\n{process.Output}");
    }
}
