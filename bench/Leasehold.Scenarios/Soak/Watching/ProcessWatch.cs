using System.Diagnostics;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>Heap, threads and handles of the process over time, compared after warm-up and at the end.</summary>
/// <remarks>
/// The median of the samples from 20 to 40 % of the time, beside that of the last 20 %. Each sample follows a full
/// collection, which also brings lost holders to light.
/// </remarks>
internal sealed class ProcessWatch(TimeSpan duration)
{
    private const int Samples = 40;
    private const double MegaByte = 1024 * 1024;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestJudged = TimeSpan.FromSeconds(60);

    private readonly List<(double HeapMb, int Threads, int Handles)> _samples = [];

    /// <summary>Whether it was long enough: the thread pool takes half a minute to settle.</summary>
    public bool HasSettled => duration >= ShortestJudged;

    public (double Before, double After) HeapMb => Compare(static sample => sample.HeapMb);

    public (double Before, double After) Threads => Compare(static sample => sample.Threads);

    public (double Before, double After) Handles => Compare(static sample => sample.Handles);

    public async Task RunAsync(CancellationToken stop)
    {
        var pause = duration / Samples < LongestPause ? duration / Samples : LongestPause;
        using var process = Process.GetCurrentProcess();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            process.Refresh();
            _samples.Add((GC.GetTotalMemory(false) / MegaByte, process.Threads.Count, process.HandleCount));
        }
    }

    private (double Before, double After) Compare(Func<(double HeapMb, int Threads, int Handles), double> of)
    {
        var count = _samples.Count;
        var (before, after) = (_samples[(count / 5)..(count * 2 / 5)], _samples[(count * 4 / 5)..]);
        return (Median(before.Select(of)), Median(after.Select(of)));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
