using System.Diagnostics;
using Leasehold.LocalServers.Processes;
using Leasehold.Scenarios.Serving;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>Starts this program again as a server.</summary>
internal static class OwnProcess
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    public static async Task<(ChildProcess Process, Uri Address)> ServeAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var process = ChildProcess.StartDotnet(typeof(OwnProcess).Assembly.Location, arguments, environment);
        try
        {
            var line = await process.WaitForLineAsync(ServeCommand.ReadyLine, StartTimeout);
            return (process, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Processor time that a process has used since its start.</summary>
    public static TimeSpan ProcessorTimeOf(ChildProcess child)
    {
        using var process = Process.GetProcessById(child.Id);
        return process.TotalProcessorTime;
    }
}
