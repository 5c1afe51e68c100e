namespace Leasehold.AspNetCore;

/// <summary>One key's tokens.</summary>
/// <remarks>
/// Thread-safe. Counted at each request, not by a timer, so that an idle key costs nothing; on the injected time,
/// which the framework's own limiters do not take.
/// </remarks>
internal sealed class TokenBucket(RateLimitOptions options, TimeProvider time)
{
    // Guards both fields below.
    private readonly Lock _lock = new();
    private double _tokens = options.Burst;
    private long _countedAt = time.GetTimestamp();

    /// <summary>Takes a token, or says in how long there will be one.</summary>
    public bool TryTake(out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var grown = time.GetElapsedTime(_countedAt, now).TotalSeconds * options.PerSecond;
            _tokens = Math.Min(options.Burst, _tokens + grown);
            _countedAt = now;
            if (_tokens >= 1)
            {
                _tokens--;
                wait = TimeSpan.Zero;
                return true;
            }

            wait = TimeSpan.FromSeconds((1 - _tokens) / options.PerSecond);
            return false;
        }
    }
}
