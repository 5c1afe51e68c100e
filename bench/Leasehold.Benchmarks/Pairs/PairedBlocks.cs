using System.Diagnostics;

namespace Leasehold.Benchmarks.Pairs;

/// <summary>
/// Measures two versions of an operation in turns, so that what the machine does meanwhile meets both.
/// </summary>
internal static class PairedBlocks
{
    /// <summary>Long enough for tiered compilation to have settled: the last tier comes in the background.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A block is measured in so many turns with its partner: a machine that is slower for a moment (a scheduler's
    /// slice is a few milliseconds) then slows both.
    /// </summary>
    private const int Turns = 12;

    public static async Task<PairedResult> MeasureAsync(
        Func<int, Task> driver, Func<int, Task> leasehold, int pairs, TimeSpan block)
    {
        await WarmUpAsync(driver);
        await WarmUpAsync(leasehold);
        var times = await CalibrateAsync(driver, block / Turns);
        var result = new PairedResult(times * Turns);
        for (var i = 0; i < pairs; i++)
        {
            var (ofDriver, ofLeasehold) = (default(BlockFigures), default(BlockFigures));
            for (var turn = 0; turn < Turns; turn++)
            {
                // The one that goes first changes: what the first leaves behind is not always the second's to bear.
                if (turn % 2 == 0)
                {
                    ofDriver += await RunAsync(driver, times);
                    ofLeasehold += await RunAsync(leasehold, times);
                }
                else
                {
                    ofLeasehold += await RunAsync(leasehold, times);
                    ofDriver += await RunAsync(driver, times);
                }
            }

            result.Add(ofDriver / Turns, ofLeasehold / Turns);
        }

        return result;
    }

    private static async Task WarmUpAsync(Func<int, Task> operation)
    {
        var startedAt = Stopwatch.GetTimestamp();
        do
        {
            await operation(100);
        }
        while (Stopwatch.GetElapsedTime(startedAt) < WarmUp);
    }

    private static async Task<int> CalibrateAsync(Func<int, Task> operation, TimeSpan block)
    {
        const int Probe = 500;
        var seen = await RunAsync(operation, Probe);
        return Math.Max(10, (int)(block.TotalNanoseconds / seen.NanosecondsEach));
    }

    private static async Task<BlockFigures> RunAsync(Func<int, Task> operation, int times)
    {
        // All threads: a query goes on on another one than it began on.
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        var startedAt = Stopwatch.GetTimestamp();
        await operation(times);
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        return new BlockFigures(elapsed.TotalNanoseconds / times, (double)bytes / times);
    }
}
