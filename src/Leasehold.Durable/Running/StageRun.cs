using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>One attempt of an operation that this instance owns, from finding out to writing down.</summary>
internal sealed class StageRun<TArgs, TReply, TResult>(
    RunParts parts,
    OperationType<TArgs, TReply, TResult> type,
    DurableCall<TArgs> call,
    RunLease lease,
    Workload workload)
{
    private readonly DurableOperation<TArgs, TReply, TResult> _operation = type.Operation;
    private readonly FencedSession _sessions = new(parts, lease, workload);

    /// <summary>Runs the attempt. What it cannot write down is left to the lease's end.</summary>
    /// <param name="lastReason">What the attempt before ended with.</param>
    /// <exception cref="StageViolationException">The call tried to lease a connection.</exception>
    public async Task<DurableRun<TResult>> ExecuteAsync(string? lastReason)
    {
        parts.Active.Add(lease);
        try
        {
            if (call.Attempt > type.Options.MaxAttempts)
            {
                // It did not even live to say how its last attempt ended.
                return await BuryAsync(lastReason ?? "its attempts ended without an answer").ConfigureAwait(false);
            }

            var outcome = await FindOutAsync().ConfigureAwait(false);
            return outcome.Kind == CallOutcomeKind.Unknown
                ? await PostponeAsync(outcome, tellsOperation: true).ConfigureAwait(false)
                : await SaveAsync(outcome).ConfigureAwait(false);
        }
        catch (StaleOwnerException)
        {
            return await ElsewhereAsync().ConfigureAwait(false);
        }
        catch (StageViolationException violation)
        {
            Log.CallLeased(parts.Logger, violation, type.Kind, lease.Id);
            await TryPostponeAsync(nameof(StageViolationException)).ConfigureAwait(false);
            throw;
        }
        catch (Exception exception)
        {
            Log.RunFailed(parts.Logger, exception, type.Kind, lease.Id);
            return Pending(exception.GetType().Name);
        }
        finally
        {
            parts.Active.Remove(lease);
        }
    }

    private async Task<CallOutcome<TReply>> FindOutAsync()
    {
        if (call.SinceLastCall is null)
        {
            // Frozen between the claim and here, the lease may be over: then ask whether the operation is still ours.
            if (parts.Time.GetElapsedTime(lease.ClaimedAt) > parts.Options.Lease)
            {
                await MayCallAsync().ConfigureAwait(false);
            }

            return await CallAsync().ConfigureAwait(false);
        }

        var reconciled = await ExternalCall.RunAsync(
            parts,
            type.Options.CallTimeout,
            ReconcileAsync,
            Reconciled<TReply>.Unknown).ConfigureAwait(false);
        if (!reconciled.IsNeverArrived)
        {
            return reconciled.Outcome;
        }

        await MayCallAsync().ConfigureAwait(false);
        return await CallAsync().ConfigureAwait(false);
    }

    private Task<CallOutcome<TReply>> CallAsync()
        => ExternalCall.RunAsync(
            parts,
            type.Options.CallTimeout,
            token => LeaseholdTracing.InCallAsync(() => CallAsync(token), type.Kind),
            CallOutcome<TReply>.Unknown);

    private async Task<CallOutcome<TReply>> CallAsync(CancellationToken cancellationToken)
    {
        await FaultPoints.PassAsync(FaultPoint.Calling, cancellationToken).ConfigureAwait(false);
        var outcome = await _operation.CallAsync(call, cancellationToken).ConfigureAwait(false);
        await FaultPoints.PassAsync(FaultPoint.Called, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private async Task<Reconciled<TReply>> ReconcileAsync(CancellationToken cancellationToken)
    {
        await FaultPoints.PassAsync(FaultPoint.Reconciling, cancellationToken).ConfigureAwait(false);
        var reconciled = await _operation.ReconcileAsync(call, cancellationToken).ConfigureAwait(false);
        await FaultPoints.PassAsync(FaultPoint.Reconciled, cancellationToken).ConfigureAwait(false);
        return reconciled;
    }

    // Before any call but the first: still ours? And from now on the last call is this one.
    private async Task MayCallAsync()
    {
        using var bound = new CancellationTokenSource(parts.Options.Lease, parts.Time);
        await _sessions.RunAsync(
            parts.Journal.CallAgainAsync,
            static (_, _) => Task.FromResult(true),
            static _ => false, // writing it once more does no harm
            FencedSteps.Again,
            bound.Token).ConfigureAwait(false);
    }

    private async Task<DurableRun<TResult>> SaveAsync(CallOutcome<TReply> outcome)
    {
        using var bound = new CancellationTokenSource(type.Options.SaveTimeout, parts.Time);
        TResult result;
        try
        {
            result = await LeaseholdTracing.InStageAsync(LeaseholdTracing.SaveSpan, workload, () => _sessions.RunAsync(
                parts.Journal.CompleteAsync,
                (session, token) => _operation.SaveAsync(session, call, outcome, token),
                static row => row.State == DurableState.Completed,
                FencedSteps.Save,
                bound.Token), type.Kind).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not StaleOwnerException)
        {
            Log.SaveFailed(parts.Logger, exception, type.Kind, lease.Id);
            var unsaved = CallOutcome<TReply>.Unknown(
                $"the outcome was not saved: {exception.GetType().Name}", exception);
            return await PostponeAsync(unsaved, tellsOperation: false).ConfigureAwait(false);
        }

        parts.Metrics.Completed(type.Kind, outcome.Kind, parts.Time.GetElapsedTime(lease.ClaimedAt));
        return DurableRun<TResult>.Completed(lease.Id, result);
    }

    private async Task<DurableRun<TResult>> PostponeAsync(CallOutcome<TReply> outcome, bool tellsOperation)
    {
        var reason = outcome.Reason ?? "unknown";
        parts.Metrics.Unknown(type.Kind);
        if (call.Attempt >= type.Options.MaxAttempts)
        {
            return await BuryAsync(reason).ConfigureAwait(false);
        }

        var isStopping = parts.Stopping.IsCancellationRequested;
        var pause = isStopping ? TimeSpan.Zero : RetryPause.After(call.Attempt, type.Options);
        try
        {
            await PostponeAsync(pause, reason, tellsOperation ? TellAsync : null).ConfigureAwait(false);
        }
        catch (Exception exception) when (tellsOperation && exception is not StaleOwnerException)
        {
            Log.UnknownNotWritten(parts.Logger, exception, type.Kind, lease.Id);
            await PostponeAsync(pause, reason, null).ConfigureAwait(false);
        }

        Log.Postponed(parts.Logger, type.Kind, lease.Id, call.Attempt, type.Options.MaxAttempts, reason, pause);
        parts.Signal.SetIn(pause);
        return Pending(reason);

        Task TellAsync(Session session, CancellationToken token)
            => _operation.UnknownAsync(session, call, outcome, token);
    }

    private async Task PostponeAsync(TimeSpan pause, string reason, Func<Session, CancellationToken, Task>? tell)
    {
        // Longer than the lease it need not try: then the row is anybody's without a word.
        using var bound = new CancellationTokenSource(parts.Options.Lease, parts.Time);
        await _sessions.RunAsync(
            (session, owned, token) => parts.Journal.PostponeAsync(session, owned, pause, reason, token),
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

    private async Task TryPostponeAsync(string reason)
    {
        try
        {
            await PostponeAsync(RetryPause.After(call.Attempt, type.Options), reason, null).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.RunFailed(parts.Logger, exception, type.Kind, lease.Id);
        }
    }

    private async Task<DurableRun<TResult>> BuryAsync(string reason)
    {
        using var bound = new CancellationTokenSource(type.Options.SaveTimeout, parts.Time);
        try
        {
            await _sessions.RunAsync(
                (session, owned, token) => parts.Journal.BuryAsync(session, owned, reason, token),
                async (session, token) =>
                {
                    await _operation.AbandonAsync(session, call, reason, token).ConfigureAwait(false);
                    return true;
                },
                static row => row.State == DurableState.Dead,
                FencedSteps.Abandon,
                bound.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not StaleOwnerException)
        {
            // Buried without a word it would be lost to the people who read the operation's own rows.
            Log.AbandonFailed(parts.Logger, exception, type.Kind, lease.Id);
            await PostponeAsync(type.Options.LongestPause, reason, null).ConfigureAwait(false);
            return Pending(reason);
        }

        Log.Buried(parts.Logger, type.Kind, lease.Id, call.Attempt, reason);
        parts.Metrics.Dead(type.Kind);
        return DurableRun<TResult>.Without(lease.Id, DurableRunStatus.Dead, reason);
    }

    private async Task<DurableRun<TResult>> ElsewhereAsync()
    {
        Log.Fenced(parts.Logger, type.Kind, lease.Id, lease.Epoch);
        parts.Metrics.Fenced(type.Kind);
        try
        {
            var row = await parts.Journal.FindAsync(lease.Id, CancellationToken.None).ConfigureAwait(false);
            return RunStatusOf.Row<TResult>(lease.Id, row);
        }
        catch (Exception exception)
        {
            return Pending($"another instance has it ({exception.GetType().Name})");
        }
    }

    private DurableRun<TResult> Pending(string reason)
        => DurableRun<TResult>.Without(lease.Id, DurableRunStatus.Pending, reason);
}
