using Leasehold.LocalServers.Processes;

namespace Leasehold.Packages.Tests.Hosting;

/// <summary>Runs a command to its end, and fails the test with its output when it fails.</summary>
internal static class Commands
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    /// <summary>Nothing that is started here may stay behind, such as a compiler server that waits for more.</summary>
    public static IReadOnlyDictionary<string, string?> NoServers { get; } =
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_NOLOGO"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };

    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(ChildProcessOptions options)
    {
        await using var process = ChildProcess.Start(options);
        var code = await process.WaitForExitAsync(Bound);
        var command = $"{options.FileName} {string.Join(' ', options.Arguments)}";
        Assert.True(code == 0, $"{command} ended with {code}:\n{process.Output}");
        return process.Output;
    }
}
