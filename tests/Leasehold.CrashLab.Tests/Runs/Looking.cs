using System.Data.Common;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>Looks again and again, beside whatever else goes on, until it is stopped.</summary>
internal sealed class Looking : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Task _run;

    /// <summary>Begins.</summary>
    /// <param name="look">One look.</param>
    public Looking(Func<Task> look) => _run = Task.Run(() => RunAsync(look));

    /// <summary>Ends with the look that is on its way.</summary>
    public async Task StopAsync()
    {
        await _over.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _over.Dispose();
    }

    private async Task RunAsync(Func<Task> look)
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await look();
            }
            catch (DbException)
            {
                // The tables are not there yet, or the file is locked for a moment: the next look will do.
            }

            await Pause.BetweenLooksAsync();
        }
    }
}
