using System.Diagnostics;
using Leasehold.BeforeAfter.Load;

namespace Leasehold.BeforeAfter.Serving;

/// <summary>What became of background tasks.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TaskTally(OutcomeTally outcomes)
{
    private int _open;

    public long Now => Stopwatch.GetTimestamp();

    /// <summary>Accepted and not ended yet.</summary>
    public int Open => Volatile.Read(ref _open);

    public void Accepted() => Interlocked.Increment(ref _open);

    /// <summary>Runs one, and counts it from when it was accepted.</summary>
    public async Task CountAsync(long acceptedAt, Func<Task> task)
    {
        try
        {
            await task();
            outcomes.Completed(Stopwatch.GetElapsedTime(acceptedAt));
        }
        catch (Exception problem)
        {
            // Nobody waits for a background task, so whatever it was is counted here.
            outcomes.Failed(problem is PoolExhaustedException ? Ending.Exhausted : Ending.Failed);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
