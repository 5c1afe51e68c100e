using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>A round of work on the service's tables every so often, once they are known to be its own.</summary>
/// <remarks>A round that fails is logged, and the next one comes all the same.</remarks>
/// <param name="schema">Tells when the tables are there.</param>
/// <param name="time">Time.</param>
/// <param name="logger">Logs.</param>
public abstract class TablesJob(SchemaStartup schema, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>How often; null for never.</summary>
    protected abstract TimeSpan? Interval { get; }

    /// <summary>Does one round.</summary>
    /// <param name="cancellationToken">The service is stopping.</param>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Interval is not { } interval)
        {
            return;
        }

        await schema.Ready.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // A database or whatever else it works with may be away; the job must outlive that.
                Log.RoundFailed(logger, problem, GetType().Name);
            }
        }
    }
}
