using System.Data.Common;

namespace Leasehold.Durable;

/// <summary>Gets operations into this instance's hands, from a caller or from the journal, and runs them.</summary>
internal sealed class OperationRunner(RunParts parts, OperationCatalog catalog, IReadOnlyList<IWakeUpHints> hints)
{
    public RunParts Parts => parts;

    public IReadOnlyList<string> Kinds => catalog.Kinds;

    public async Task<DurableRun<TResult>> StartAsync<TArgs, TReply, TResult>(
        DurableOperation<TArgs, TReply, TResult> operation,
        Func<Session, CancellationToken, Task<Preparation<DurableStart<TArgs>, TResult>>> prepare,
        DurableRunOptions options,
        CallerPlace place,
        CancellationToken cancellationToken)
    {
        var type = catalog.Of(operation);

        // Settled now: the flow may have ended by the time the outcome is saved.
        var workload = WorkloadOf(options);
        var stage = new PrepareStage<TArgs, TReply, TResult>(parts, type, prepare, workload, options, place);
        var preparation = await stage.RunAsync(cancellationToken).ConfigureAwait(false);
        if (!preparation.GoesOn)
        {
            return DurableRun<TResult>.Completed(Guid.Empty, preparation.Result);
        }

        var start = preparation.Prepared;
        var claim = new Claim(start.Id, 1, stage.BegunAt);
        var call = new DurableCall<TArgs>
        {
            Id = start.Id,
            Claim = claim,
            Args = start.Args,
            Attempt = 1,
            PreparedAt = parts.Time.GetUtcNow(),
        };
        var run = new StageRun<TArgs, TReply, TResult>(parts, type, call, claim, workload);
        return await WaitAsync(start.Id, run.ExecuteAsync(null), options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<DurableRun<TResult>> ResumeAsync<TArgs, TReply, TResult>(
        DurableOperation<TArgs, TReply, TResult> operation,
        Guid id,
        DurableRunOptions options,
        CancellationToken cancellationToken)
    {
        var type = catalog.Of(operation);
        var workload = WorkloadOf(options);
        var claiming = new SessionOptions { Workload = workload, MaxRetries = options.MaxRetries };
        var row = await parts.Pools
            .InSessionAsync(
                claiming, (session, token) => parts.Journal.ClaimAsync(session, id, token), cancellationToken)
            .ConfigureAwait(false);
        if (row is null)
        {
            return RunStatusOf.Row<TResult>(
                id, await parts.Journal.FindAsync(id, cancellationToken).ConfigureAwait(false));
        }

        if (row.Kind != type.Kind)
        {
            throw new ArgumentException(
                $"Operation {id} is of kind '{row.Kind}', not '{type.Kind}'; it is left to the workers.", nameof(id));
        }

        return await WaitAsync(id, ContinueAsync(type, row, workload), options, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task AddAsync<TArgs, TReply, TResult>(
        DbConnection connection,
        DbTransaction transaction,
        DurableOperation<TArgs, TReply, TResult> operation,
        DurableStart<TArgs> start,
        TimeSpan delay,
        CancellationToken cancellationToken)
    {
        var args = ArgsJson.Write(start.Args, parts.Options.Json);
        await parts.PassAsync(DurableSteps.Inserting, cancellationToken).ConfigureAwait(false);
        await parts.Journal
            .AddAsync(
                connection, transaction, start.Id, catalog.Of(operation).Kind, args, delay, cancellationToken)
            .ConfigureAwait(false);
        await parts.PassAsync(DurableSteps.Inserted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on with an operation that was just claimed.</summary>
    public async Task<DurableRun<TResult>> ContinueAsync<TArgs, TReply, TResult>(
        OperationType<TArgs, TReply, TResult> type, ClaimedRow row, Workload workload)
    {
        var claim = row.Claim;
        TArgs args;
        try
        {
            args = ArgsJson.Read<TArgs>(row.Args, parts.Options.Json);
        }
        catch (Exception exception)
        {
            // Whatever a converter or a constructor throws: another version of the service may be able to.
            return await new UnreadRun<TArgs, TReply, TResult>(parts, type, row, workload, exception)
                .ExecuteAsync().ConfigureAwait(false);
        }

        var call = new DurableCall<TArgs>
        {
            Id = row.Id,
            Claim = claim,
            Args = args,
            Attempt = row.Attempt,
            PreparedAt = row.PreparedAt,
            SinceLastCall = row.SinceLastCall,
        };
        return await new StageRun<TArgs, TReply, TResult>(parts, type, call, claim, workload)
            .ExecuteAsync(row.Reason).ConfigureAwait(false);
    }

    public void Wake(bool others)
    {
        parts.Signal.Set();
        if (others)
        {
            foreach (var hint in hints)
            {
                hint.WorkIsDue();
            }
        }
    }

    private static Workload WorkloadOf(DurableRunOptions options)
        => options.Workload ?? Flow.Current?.Workload ?? Workload.Api;

    /// <summary>The operation goes on whether its caller waits or not.</summary>
    private async Task<DurableRun<TResult>> WaitAsync<TResult>(
        Guid id, Task<DurableRun<TResult>> run, DurableRunOptions options, CancellationToken cancellationToken)
    {
        if (run.IsCompleted)
        {
            return await run.ConfigureAwait(false);
        }

        try
        {
            var limit = options.WaitLimit ?? Timeout.InfiniteTimeSpan;
            return await run.WaitAsync(limit, parts.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return run.IsCompletedSuccessfully
                ? await run.ConfigureAwait(false)
                : DurableRun<TResult>.Without(id, DurableRunStatus.Pending, "the caller did not wait for its end");
        }
    }
}
