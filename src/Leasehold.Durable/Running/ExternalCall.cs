namespace Leasehold.Durable;

/// <summary>Stage 2: under its own bound, with no connection in reach.</summary>
internal static class ExternalCall
{
    /// <summary>Runs it to its end or its bound.</summary>
    /// <param name="parts">The instance's.</param>
    /// <param name="limit">Bounds the call.</param>
    /// <param name="call">The call or the reconciliation.</param>
    /// <param name="unknown">What an exception means.</param>
    /// <exception cref="StageViolationException">It tried to lease a connection: a defect of the operation.</exception>
    public static async Task<T> RunAsync<T>(
        RunParts parts,
        TimeSpan limit,
        Func<CancellationToken, Task<T>> call,
        Func<string, Exception, T> unknown)
    {
        using var bound = new CancellationTokenSource(limit, parts.Time);

        // A stopping host gives running calls the rest of their grace: cutting them off would make outcomes unknown.
        await using var stopping = parts.Stopping.UnsafeRegister(
            static state =>
            {
                var (source, grace) = ((CancellationTokenSource, TimeSpan))state!;
                source.CancelAfter(grace);
            },
            (bound, parts.Options.StopGrace)).ConfigureAwait(false);
        using var scope = CallScope.Enter();
        try
        {
            // A call that does not listen to its token is left behind: its operation must not hang with it.
            return await call(bound.Token).WaitAsync(bound.Token).ConfigureAwait(false);
        }
        catch (StageViolationException)
        {
            throw;
        }
        catch (Exception exception)
        {
            return unknown(bound.IsCancellationRequested ? "timeout" : exception.GetType().Name, exception);
        }
    }
}
