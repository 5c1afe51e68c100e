using System.Diagnostics;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>How late a thread gets its turn on this machine, and how late work of the thread pool does.</summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _latest;
    private long _latestOfPool;
    private int _isQueued;

    public Heartbeat()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    /// <summary>The largest lateness of a thread of its own.</summary>
    public TimeSpan Latest => TimeSpan.FromTicks(Interlocked.Read(ref _latest));

    /// <summary>The largest lateness of the thread pool.</summary>
    public TimeSpan LatestOfPool => TimeSpan.FromTicks(Interlocked.Read(ref _latestOfPool));

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private static void Note(ref long largest, TimeSpan lateness)
    {
        if (lateness.Ticks > Interlocked.Read(ref largest))
        {
            Interlocked.Exchange(ref largest, lateness.Ticks);
        }
    }

    private void Run()
    {
        var last = Stopwatch.GetTimestamp();
        while (!_stop.Wait(Beat))
        {
            var now = Stopwatch.GetTimestamp();
            Note(ref _latest, Stopwatch.GetElapsedTime(last, now) - Beat);
            last = now;
            if (Interlocked.Exchange(ref _isQueued, 1) == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    static state =>
                    {
                        Note(ref state.Self._latestOfPool, Stopwatch.GetElapsedTime(state.QueuedAt));
                        Volatile.Write(ref state.Self._isQueued, 0);
                    },
                    (Self: this, QueuedAt: now),
                    preferLocal: false);
            }
        }
    }
}
