namespace Leasehold.AspNetCore;

/// <summary>How many seconds a refused caller is asked to wait.</summary>
internal static class RetryAfter
{
    /// <summary>Longer estimates say only that the pool is stuck; a caller should look again within a minute.</summary>
    private const int MaxSeconds = 60;

    /// <summary>The time the pool needs to serve those in line before, at the hold time it has had so far.</summary>
    public static int From(PoolExhaustedException exhausted)
    {
        if (exhausted.Pool is not { } pool)
        {
            return Estimate(waiting: 0, places: 1, exhausted.Waited);
        }

        // Without any lease no hold time is known; what this caller waited is the only measure there is.
        var hold = pool.MeanHold > TimeSpan.Zero ? pool.MeanHold : exhausted.Waited;
        return pool.Writers is { Waiting: > 0 and var writers }
            ? Estimate(writers, places: 1, hold)
            : Estimate(pool.Waiting, pool.Size + pool.MaxOverflow, hold);
    }

    public static int Estimate(int waiting, int places, TimeSpan hold)
    {
        var seconds = Math.Ceiling(hold.TotalSeconds * (waiting + 1) / Math.Max(1, places));
        return (int)Math.Clamp(seconds, 1, MaxSeconds);
    }
}
