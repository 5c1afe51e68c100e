using Leasehold.Simulators.ImageProcessor.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Results;

/// <summary>Sweeps old results once an hour.</summary>
internal sealed class ResultSweep(ResultStore results, TimeProvider time, ILogger<ResultSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                results.Sweep();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // A file that is being read, or a folder that is away: the next hour will do.
                logger.SweepFailed(problem.GetType().Name);
            }
        }
    }
}
