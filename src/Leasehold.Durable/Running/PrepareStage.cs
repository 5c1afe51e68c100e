
namespace Leasehold.Durable;

/// <summary>Stage 1: the caller's work and the operation's row, in one transaction.</summary>
internal sealed class PrepareStage<TArgs, TReply, TResult>(
    RunParts parts,
    OperationType<TArgs, TReply, TResult> type,
    Func<Session, CancellationToken, Task<Preparation<DurableStart<TArgs>, TResult>>> prepare,
    Workload workload,
    DurableRunOptions options,
    CallerPlace place)
{
    private readonly SessionOptions _starting = new() { Workload = workload, MaxRetries = options.MaxRetries };
    private Preparation<DurableStart<TArgs>, TResult>? _latest;

    /// <summary>A timestamp from before the row was written: its claim lasts at least from then on.</summary>
    public long BegunAt { get; private set; }

    /// <summary>Runs it until it is known to have committed.</summary>
    /// <exception cref="CommitOutcomeUnknownException">It is not known whether it committed.</exception>
    public async Task<Preparation<DurableStart<TArgs>, TResult>> RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await DurableTracing
                    .InStageAsync(
                        DurableTracing.PrepareSpan, workload, type.Kind, () => InSessionAsync(cancellationToken))
                    .ConfigureAwait(false);
                break;
            }
            catch (CommitOutcomeUnknownException exception) when (_latest is { GoesOn: true })
            {
                Log.CommitSettling(parts.Logger, exception, _latest.Prepared.Id);
                if (await HasCommittedAsync(_latest.Prepared, exception).ConfigureAwait(false))
                {
                    break;
                }

                // Proven undone, so running it again is as safe as after a deadlock.
                if (attempt >= options.MaxRetries)
                {
                    throw;
                }
            }
        }

        if (_latest!.GoesOn)
        {
            await parts.PassAsync(DurableSteps.Prepared, cancellationToken).ConfigureAwait(false);
        }

        return _latest;
    }

    private async Task<bool> InSessionAsync(CancellationToken cancellationToken)
    {
        await parts.Pools
            .InSessionAsync(_starting, PrepareAsync, cancellationToken, place.Member, place.File, place.Line)
            .ConfigureAwait(false);
        return true;
    }

    private async Task PrepareAsync(Session session, CancellationToken cancellationToken)
    {
        _latest = null;
        await parts.PassAsync(DurableSteps.Preparing, cancellationToken).ConfigureAwait(false);
        var preparation = await prepare(session, cancellationToken).ConfigureAwait(false);
        if (preparation.GoesOn)
        {
            var start = preparation.Prepared;
            var args = ArgsJson.Write(start.Args, parts.Options.Json);
            await parts.PassAsync(DurableSteps.Inserting, cancellationToken).ConfigureAwait(false);
            BegunAt = parts.Time.GetTimestamp();
            await parts.Journal
                .InsertAsync(session, start.Id, type.Kind, args, cancellationToken).ConfigureAwait(false);
            await parts.PassAsync(DurableSteps.Inserted, cancellationToken).ConfigureAwait(false);
        }

        _latest = preparation;
    }

    /// <summary>
    /// Writes the same id once more: that waits for a commit which is still on its way, and fails exactly when it took
    /// effect. Reading alone could come too early.
    /// </summary>
    private async Task<bool> HasCommittedAsync(DurableStart<TArgs> start, CommitOutcomeUnknownException exception)
    {
        using var bound = new CancellationTokenSource(parts.Options.Claim, parts.Time);
        var asking = _starting with { Lane = LeaseLane.Finishing, RepeatsUntilCancelled = true };
        try
        {
            await parts.PassAsync(DurableSteps.Settling, bound.Token).ConfigureAwait(false);
            await parts.Pools.InSessionAsync(asking, AskAsync, bound.Token).ConfigureAwait(false);
            throw exception;
        }
        catch (AnswerException answer)
        {
            return answer.HasCommitted;
        }
        catch (Exception) when (bound.IsCancellationRequested)
        {
            throw exception;
        }

        // Either answer undoes what asking wrote.
        async Task AskAsync(Session session, CancellationToken token)
        {
            try
            {
                await parts.Journal.InsertAsync(session, start.Id, type.Kind, "", token).ConfigureAwait(false);
            }
            catch (Exception error) when (session.Classify(error) == DatabaseErrorKind.UniqueViolation)
            {
                throw new AnswerException(hasCommitted: true);
            }

            throw new AnswerException(hasCommitted: false);
        }
    }

    private sealed class AnswerException(bool hasCommitted) : Exception
    {
        public bool HasCommitted => hasCommitted;
    }
}
