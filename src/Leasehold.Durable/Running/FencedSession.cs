namespace Leasehold.Durable;

/// <summary>
/// A session of a run after its call: begins with the fence, is repeated while the database is away, and finds out
/// itself what became of a commit of unknown outcome.
/// </summary>
internal sealed class FencedSession(RunParts parts, Claim claim, Workload workload)
{
    private readonly SessionOptions _options = new()
    {
        Workload = workload,
        Lane = LeaseLane.Finishing,
        RepeatsUntilCancelled = true,
    };

    /// <summary>Runs the fence and, if this instance still owns the operation, the work.</summary>
    /// <param name="fence">Changes the row if the epoch still matches.</param>
    /// <param name="work">User code, or nothing.</param>
    /// <param name="isDone">Tells from the row whether a commit of unknown outcome took effect.</param>
    /// <param name="steps">Their names.</param>
    /// <param name="cancellationToken">Bounds all of it.</param>
    /// <exception cref="StaleOwnerException">Another owner has the operation; no user code ran.</exception>
    public async Task<T> RunAsync<T>(
        Func<Session, Claim, CancellationToken, Task<bool>> fence,
        Func<Session, CancellationToken, Task<T>> work,
        Func<DurableRecord, bool> isDone,
        FencedSteps steps,
        CancellationToken cancellationToken)
    {
        var writing = new Writing<T>(fence, work, steps);
        await parts.PassAsync(steps.Before, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            try
            {
                await RunOnceAsync(writing, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (CommitOutcomeUnknownException exception)
            {
                Log.CommitSettling(parts.Logger, exception, claim.Id);
                var row = await SettleAsync(cancellationToken).ConfigureAwait(false);
                if (row is null || row.Epoch != claim.Epoch)
                {
                    throw new StaleOwnerException();
                }

                if (isDone(row))
                {
                    break;
                }
            }
        }

        await parts.PassAsync(steps.Committed, cancellationToken).ConfigureAwait(false);
        return writing.Outcome;
    }

    /// <summary>Schedules the next attempt.</summary>
    /// <param name="pause">When; null for at once, with this attempt not counted, since the host stops.</param>
    /// <param name="reason">What this attempt ended with.</param>
    /// <param name="tell">Tells the operation's own rows; null for not.</param>
    /// <exception cref="StaleOwnerException">Another owner has the operation; no user code ran.</exception>
    public async Task PostponeAsync(TimeSpan? pause, string reason, Func<Session, CancellationToken, Task>? tell)
    {
        // Longer than its claim it need not try: then the row is anybody's without a word.
        using var bound = new CancellationTokenSource(parts.Options.Claim, parts.Time);
        await RunAsync(
            (session, owned, token) => pause is { } length
                ? parts.Journal.PostponeAsync(session, owned, length, reason, token)
                : parts.Journal.PutBackAsync(session, owned, reason, token),
            async (session, token) =>
            {
                if (tell is not null)
                {
                    await tell(session, token).ConfigureAwait(false);
                }

                return true;
            },
            static row => row.Owner is null,
            FencedSteps.Unknown,
            bound.Token).ConfigureAwait(false);
    }

    private async Task RunOnceAsync<T>(Writing<T> writing, CancellationToken cancellationToken)
    {
        try
        {
            await parts.Pools
                .InSessionAsync(_options, (session, token) => WriteAsync(session, writing, token), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            claim.IsFenced = false;
        }
    }

    private async Task WriteAsync<T>(Session session, Writing<T> writing, CancellationToken cancellationToken)
    {
        try
        {
            await parts.PassAsync(writing.Steps.Fencing, cancellationToken).ConfigureAwait(false);
            claim.IsFenced = true;
            if (!await writing.Fence(session, claim, cancellationToken).ConfigureAwait(false))
            {
                throw new StaleOwnerException();
            }

            await parts.PassAsync(writing.Steps.Fenced, cancellationToken).ConfigureAwait(false);
            writing.Outcome = await writing.Work(session, cancellationToken).ConfigureAwait(false);
            await parts.PassAsync(writing.Steps.Written, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Undone: until it is run again, the claim needs its heartbeat.
            claim.IsFenced = false;
            throw;
        }
    }

    private async Task<DurableRecord?> SettleAsync(CancellationToken cancellationToken)
    {
        await parts.PassAsync(DurableSteps.Settling, cancellationToken).ConfigureAwait(false);
        var row = await parts.Pools.InSessionAsync(
            _options,
            (session, token) => parts.Journal.SettleAsync(session, claim.Id, token),
            cancellationToken).ConfigureAwait(false);
        await parts.PassAsync(DurableSteps.Settled, cancellationToken).ConfigureAwait(false);
        return row;
    }

    /// <summary>What is to be written, and its result, kept here since a commit may take effect unheard.</summary>
    private sealed class Writing<T>(
        Func<Session, Claim, CancellationToken, Task<bool>> fence,
        Func<Session, CancellationToken, Task<T>> work,
        FencedSteps steps)
    {
        public Func<Session, Claim, CancellationToken, Task<bool>> Fence => fence;

        public Func<Session, CancellationToken, Task<T>> Work => work;

        public FencedSteps Steps => steps;

        public T Outcome { get; set; } = default!;
    }
}
