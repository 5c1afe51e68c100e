namespace Leasehold.Sight;

/// <summary>
/// A question to a database that many may have: one is asked at a time, and one answer serves a second.
/// </summary>
/// <remarks>
/// Thread-safe. Whoever looks must not take connections. It is asked outside the flow and the cancellation of the
/// caller who began it.
/// </remarks>
internal sealed class SharedQuestion<T>(TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    // Guards _last and _startedAt.
    private readonly Lock _lock = new();
    private Task<T>? _last;
    private long _startedAt;

    /// <summary>The answer, or what is said without one.</summary>
    /// <param name="ask">Asks; does not throw.</param>
    /// <param name="late">What is said once the time is up; told whether this caller has waited for it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task<T> AskAsync(Func<Task<T>> ask, Func<bool, T> late, CancellationToken cancellationToken)
    {
        var (asking, remaining) = Current(ask);
        if (!asking.IsCompleted && remaining <= TimeSpan.Zero)
        {
            return late(false);
        }

        try
        {
            // The driver may not heed its bound when the network is gone, so the wait has one of its own.
            return await asking.WaitAsync(remaining, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return late(true);
        }
    }

    private (Task<T> Asking, TimeSpan Remaining) Current(Func<Task<T>> ask)
    {
        lock (_lock)
        {
            var age = time.GetElapsedTime(_startedAt);
            if (_last is null || (_last.IsCompleted && age >= Freshness))
            {
                _startedAt = time.GetTimestamp();
                age = TimeSpan.Zero;
                using (ExecutionContext.SuppressFlow())
                {
                    _last = Task.Run(ask, CancellationToken.None);
                }
            }

            return (_last, _last.IsCompleted ? timeout : timeout - age);
        }
    }
}
