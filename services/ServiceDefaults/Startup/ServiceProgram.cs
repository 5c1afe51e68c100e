using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Startup;

/// <summary>
/// Runs a service until it is told to stop; a service that cannot start says why in a line, without a stack.
/// </summary>
public static class ServiceProgram
{
    // The host's own category: it writes what fails with its stack, before the line that says it.
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Builds and runs, or makes an API key when told <c>new-key</c> first; the exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="build">Builds the service, with last changes to its builder.</param>
    public static async Task<int> RunAsync(string[] args, Func<Action<WebApplicationBuilder>, WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(build);
        if (args is [NewKeyCommand.Name, .. var rest])
        {
            return await NewKeyCommand.RunAsync(rest, Console.Out, Console.Error);
        }

        var started = CancellationToken.None;
        try
        {
            await using var app = build(
                builder => builder.Logging.AddFilter(
                    Host,
                    level => level >= LogLevel.Information
                        && (level < LogLevel.Error || started.IsCancellationRequested)));
            started = app.Lifetime.ApplicationStarted;
            await app.RunAsync();
            return 0;
        }
        catch (Exception problem) when (problem is ServiceStartException or OptionsValidationException
            or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync($"The service does not start. {problem.Message}");
            return 1;
        }
    }
}
