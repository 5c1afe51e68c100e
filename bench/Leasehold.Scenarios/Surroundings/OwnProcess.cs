using Leasehold.LocalServers.Processes;
using Leasehold.Scenarios.Serving;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>Starts this program again as a server.</summary>
internal static class OwnProcess
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// As the services' own projects are built: two collector heaps on two cores, threads of their own.
    /// </summary>
    private const string ServerCollector = "DOTNET_gcServer";

    public static async Task<(ChildProcess Process, Uri Address)> ServeAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment, bool isService)
    {
        var variables = new Dictionary<string, string?>(environment, StringComparer.Ordinal)
        {
            [ServerCollector] = isService ? "1" : "0",
        };
        var process = ChildProcess.StartDotnet(typeof(OwnProcess).Assembly.Location, arguments, variables);
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
}
