using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Startup;

/// <summary>
/// Runs a service until it is told to stop; a service that cannot start says why in a line, without a stack.
/// </summary>
public static class ServiceProgram
{
    /// <summary>Builds and runs; the exit code.</summary>
    /// <param name="build">Builds the service.</param>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        try
        {
            await using var app = build();
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
