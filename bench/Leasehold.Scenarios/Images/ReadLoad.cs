using System.Diagnostics;
using HdrHistogram;

namespace Leasehold.Scenarios.Images;

/// <summary>Reads images at a steady rate; latency counts from when a read was due.</summary>
internal static class ReadLoad
{
    private const double PerSecond = 100;
    private const long LongestUs = 60_000_000;

    /// <summary>Reads until the token says so.</summary>
    public static async Task<ReadFigures> RunAsync(
        ServedImages service, IReadOnlyList<string> tasks, CancellationToken end)
    {
        var took = new LongHistogram(LongestUs, 3);
        var failed = 0;
        List<Task> reads = [];
        var startedAt = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            var dueAt = startedAt + (long)(reads.Count * Stopwatch.Frequency / PerSecond);
            var pause = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), dueAt);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, CancellationToken.None);
            }

            reads.Add(ReadAsync(tasks[reads.Count % tasks.Count], dueAt));
        }

        await Task.WhenAll(reads);
        return new ReadFigures(
            reads.Count,
            failed,
            took.GetValueAtPercentile(50) / 1000.0,
            took.GetValueAtPercentile(99) / 1000.0);

        async Task ReadAsync(string task, long dueAt)
        {
            var isThere = await service.StatusAsync(task) is not null;
            var us = Math.Clamp((long)Stopwatch.GetElapsedTime(dueAt).TotalMicroseconds, 0, LongestUs);
            lock (took)
            {
                failed += isThere ? 0 : 1;
                took.RecordValue(us);
            }
        }
    }
}
