using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>One attempt of an operation that this instance owns, from finding out to writing down.</summary>
internal sealed class StageRun<TArgs, TReply, TResult>(
    RunParts parts,
    OperationType<TArgs, TReply, TResult> type,
    DurableCall<TArgs> call,
    Claim claim,
    Workload workload)
{
    private readonly DurableOperation<TArgs, TReply, TResult> _operation = type.Operation;
    private readonly FencedSession _sessions = new(parts, claim, workload);

    // What runs no code of the operation has no need to wait for the application's places.
    private readonly FencedSession _upkeep = new(parts, claim, JournalPool.Workload);

    /// <summary>Runs the attempt. What it cannot write down is left to the end of the claim.</summary>
    /// <param name="lastReason">What the attempt before ended with.</param>
    /// <exception cref="StageViolationException">The call tried to lease a connection.</exception>
    /// <exception cref="ExternalCallException">The guard stopped the call: its caller holds a connection.</exception>
    public async Task<DurableRun<TResult>> ExecuteAsync(string? lastReason)
    {
        parts.Active.Add(claim);
        try
        {
            if (call.Attempt > type.Options.MaxAttempts && !UnreadRun.WasLeftBy(lastReason))
            {
                // It did not even live to say how its last attempt ended.
                return await AbandonAsync(lastReason ?? "its attempts ended without an answer").ConfigureAwait(false);
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
        catch (Exception defect) when (CallStage.IsDefect(defect))
        {
            Log.CallDefective(parts.Logger, defect, type.Kind, claim.Id);
            await TryPostponeAsync(defect.GetType().Name).ConfigureAwait(false);
            throw;
        }
        catch (Exception exception)
        {
            Log.RunFailed(parts.Logger, exception, type.Kind, claim.Id);
            return Pending(exception.GetType().Name);
        }
        finally
        {
            parts.Active.Remove(claim);
        }
    }

    private async Task<CallOutcome<TReply>> FindOutAsync()
    {
        if (call.SinceLastCall is null)
        {
            // Frozen on the way here, the claim may be over: then ask whether the operation is still ours.
            if (parts.Time.GetElapsedTime(claim.ClaimedAt) > parts.Options.Claim)
            {
                await MayCallAsync().ConfigureAwait(false);
            }

            return await CallAsync().ConfigureAwait(false);
        }

        var answer = await parts.Calls
            .AskAsync(ReconcileAsync, type.Options.CallTimeout, parts.Options.StopGrace).ConfigureAwait(false);
        if (answer.Kind != CallOutcomeKind.Succeeded)
        {
            return answer.Kind == CallOutcomeKind.Declined
                ? CallOutcome.Declined<TReply>(answer.Reason!)
                : CallOutcome.Unknown<TReply>(answer.Reason!, answer.Error);
        }

        if (!answer.Reply.IsNeverArrived)
        {
            return answer.Reply.Outcome;
        }

        await MayCallAsync().ConfigureAwait(false);
        return await CallAsync().ConfigureAwait(false);
    }

    private Task<CallOutcome<TReply>> CallAsync()
        => parts.Calls.CallAsync(CallAsync, type.Options.CallTimeout, parts.Options.StopGrace, type.Kind);

    private async Task<CallOutcome<TReply>> CallAsync(CancellationToken cancellationToken)
    {
        await parts.PassAsync(DurableSteps.Calling, cancellationToken).ConfigureAwait(false);
        var outcome = await _operation.CallAsync(call, cancellationToken).ConfigureAwait(false);
        await parts.PassAsync(DurableSteps.Called, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private async Task<Reconciled<TReply>> ReconcileAsync(CancellationToken cancellationToken)
    {
        await parts.PassAsync(DurableSteps.Reconciling, cancellationToken).ConfigureAwait(false);
        var reconciled = await _operation.ReconcileAsync(call, cancellationToken).ConfigureAwait(false);
        await parts.PassAsync(DurableSteps.Reconciled, cancellationToken).ConfigureAwait(false);
        return reconciled;
    }

    // Before any call but the first: still ours? And from now on the last call is this one.
    private async Task MayCallAsync()
    {
        using var bound = new CancellationTokenSource(parts.Options.Claim, parts.Time);
        await _upkeep.RunAsync(
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
            result = await DurableTracing.InStageAsync(
                DurableTracing.SaveSpan,
                workload,
                type.Kind,
                () => _sessions.RunAsync(
                    parts.Journal.CompleteAsync,
                    (session, token) => _operation.SaveAsync(session, call, outcome, token),
                    static row => row.State == DurableState.Completed,
                    FencedSteps.Save,
                    bound.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not StaleOwnerException)
        {
            Log.SaveFailed(parts.Logger, exception, type.Kind, claim.Id);
            var unsaved = CallOutcome<TReply>.Unknown(
                $"the outcome was not saved: {exception.GetType().Name}", exception);
            return await PostponeAsync(unsaved, tellsOperation: false).ConfigureAwait(false);
        }

        parts.Metrics.Completed(type.Kind, outcome.Kind, parts.Time.GetElapsedTime(claim.ClaimedAt));
        return DurableRun<TResult>.Completed(claim.Id, result);
    }

    private async Task<DurableRun<TResult>> PostponeAsync(CallOutcome<TReply> outcome, bool tellsOperation)
    {
        var reason = outcome.Reason ?? "unknown";
        parts.Metrics.Unknown(type.Kind);

        // One that our own stop cut short does not count: in a rolling deployment it may be stopped many times.
        TimeSpan? pause = parts.Stopping.IsCancellationRequested
            ? null
            : RetryPause.After(call.Attempt, type.Options);
        if (pause is not null && call.Attempt >= type.Options.MaxAttempts)
        {
            return await AbandonAsync(reason).ConfigureAwait(false);
        }

        try
        {
            await (tellsOperation ? _sessions : _upkeep)
                .PostponeAsync(pause, reason, tellsOperation ? TellAsync : null).ConfigureAwait(false);
        }
        catch (Exception exception) when (tellsOperation && exception is not StaleOwnerException)
        {
            Log.UnknownNotWritten(parts.Logger, exception, type.Kind, claim.Id);
            await _upkeep.PostponeAsync(pause, reason, null).ConfigureAwait(false);
        }

        var wait = pause ?? TimeSpan.Zero;
        Log.Postponed(parts.Logger, type.Kind, claim.Id, call.Attempt, type.Options.MaxAttempts, reason, wait);
        parts.Signal.SetIn(wait);
        return Pending(reason);

        Task TellAsync(Session session, CancellationToken token)
            => _operation.UnknownAsync(session, call, outcome, token);
    }

    private async Task TryPostponeAsync(string reason)
    {
        try
        {
            await _upkeep.PostponeAsync(RetryPause.After(call.Attempt, type.Options), reason, null)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.RunFailed(parts.Logger, exception, type.Kind, claim.Id);
        }
    }

    private Task<DurableRun<TResult>> AbandonAsync(string reason)
        => new Abandonment<TArgs, TReply, TResult>(parts, type, _sessions, _upkeep)
            .RunAsync(new AbandonedCall<TArgs>(call), reason);

    private async Task<DurableRun<TResult>> ElsewhereAsync()
    {
        Log.Fenced(parts.Logger, type.Kind, claim.Id, claim.Epoch);
        parts.Metrics.Fenced(type.Kind);
        try
        {
            var row = await parts.Journal.FindAsync(claim.Id, CancellationToken.None).ConfigureAwait(false);
            return RunStatusOf.Row<TResult>(claim.Id, row);
        }
        catch (Exception exception)
        {
            return Pending($"another instance has it ({exception.GetType().Name})");
        }
    }

    private DurableRun<TResult> Pending(string reason)
        => DurableRun<TResult>.Without(claim.Id, DurableRunStatus.Pending, reason);
}
