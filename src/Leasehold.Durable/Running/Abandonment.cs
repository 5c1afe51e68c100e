namespace Leasehold.Durable;

/// <summary>
/// The end of an operation whose attempts are used up: its own rows are told, and it is a dead letter.
/// </summary>
internal sealed class Abandonment<TArgs, TReply, TResult>(
    RunParts parts, OperationType<TArgs, TReply, TResult> type, FencedSession sessions, FencedSession upkeep)
{
    /// <summary>Tells the operation's own rows in the transaction that buries it.</summary>
    /// <returns>Dead; pending when that failed, and is tried again later.</returns>
    /// <exception cref="StaleOwnerException">Another owner has the operation.</exception>
    public async Task<DurableRun<TResult>> RunAsync(AbandonedCall<TArgs> call, string reason)
    {
        using var bound = new CancellationTokenSource(type.Options.SaveTimeout, parts.Time);
        try
        {
            await sessions.RunAsync(
                (session, owned, token) => parts.Journal.BuryAsync(session, owned, reason, token),
                async (session, token) =>
                {
                    await type.Operation.AbandonAsync(session, call, reason, token).ConfigureAwait(false);
                    return true;
                },
                static row => row.State == DurableState.Dead,
                FencedSteps.Abandon,
                bound.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not StaleOwnerException)
        {
            // Buried without a word it would be lost to the people who read the operation's own rows.
            Log.AbandonFailed(parts.Logger, exception, type.Kind, call.Id);
            await upkeep.PostponeAsync(type.Options.LongestPause, reason, null).ConfigureAwait(false);
            return DurableRun<TResult>.Without(call.Id, DurableRunStatus.Pending, reason);
        }

        Log.Buried(parts.Logger, type.Kind, call.Id, call.Attempt, reason);
        parts.Metrics.Dead(type.Kind);
        return DurableRun<TResult>.Without(call.Id, DurableRunStatus.Dead, reason);
    }
}
