using System.Diagnostics;

namespace Leasehold.Scenarios.Durable;

/// <summary>Eight producers that each do the next one when theirs is over.</summary>
internal static class Producers
{
    public const int Count = 8;

    /// <returns>How many per second, and the median of one in milliseconds.</returns>
    public static async Task<(double PerSecond, double MedianMs)> RunAsync(int operations, Func<Task> operation)
    {
        var left = operations;
        var times = new double[operations];
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(ProduceAsync)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Array.Sort(times);
        return (operations / seconds, times[operations / 2]);

        async Task ProduceAsync()
        {
            int index;
            while ((index = Interlocked.Decrement(ref left)) >= 0)
            {
                var start = Stopwatch.GetTimestamp();
                await operation();
                times[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
    }
}
