using System.Diagnostics;

namespace Leasehold.Specification.Tests;

/// <summary>
/// The time of a test on a machine that is busy with others: an upper bound is not charged with what a thread that
/// sleeps beside the test wakes up late. On a quiet machine that is next to nothing.
/// </summary>
/// <remarks>A thread, not a timer: a library that blocks the threads of the pool finds no excuse here.</remarks>
internal sealed class LoadedTime : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(1);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly ManualResetEvent _ended = new(false);

    private long _lateTicks;

    private LoadedTime() => new Thread(SleepOnAndOn) { IsBackground = true, Name = "loaded time" }.Start();

    public static LoadedTime Start() => new();

    /// <summary>As the clock says.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public void AssertWithin(TimeSpan atLeast, TimeSpan atMost)
    {
        var elapsed = Elapsed;
        var late = new TimeSpan(Volatile.Read(ref _lateTicks));
        Assert.True(
            elapsed >= atLeast && elapsed - late <= atMost,
            $"It took {elapsed}, of which the machine withheld {late}: not {atLeast} to {atMost}.");
    }

    public void Dispose() => _ended.Set();

    private void SleepOnAndOn()
    {
        var hasEnded = false;
        while (!hasEnded)
        {
            var began = Stopwatch.GetTimestamp();
            hasEnded = _ended.WaitOne(Beat);
            var late = Stopwatch.GetElapsedTime(began) - Beat - Usual;
            if (late > TimeSpan.Zero)
            {
                Interlocked.Add(ref _lateTicks, late.Ticks);
            }
        }

        _ended.Dispose();
    }
}
