using System.Text.Json;
using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>Gets operations into this instance's hands, from a caller or from the journal, and runs them.</summary>
internal sealed class OperationRunner(RunParts parts, OperationCatalog catalog, IReadOnlyList<IWakeUpHints> hints)
{
    public RunParts Parts => parts;

    public async Task<DurableRun<TResult>> StartAsync<TArgs, TReply, TResult>(
        DurableOperation<TArgs, TReply, TResult> operation,
        Func<Session, CancellationToken, Task<Preparation<DurableStart<TArgs>, TResult>>> prepare,
        DurableRunOptions options,
        LeaseOrigin origin,
        CancellationToken cancellationToken)
    {
        var type = catalog.Of(operation);

        // Settled now: the flow may have ended by the time the outcome is saved.
        var workload = WorkloadOf(options);
        var stage = new PrepareStage<TArgs, TReply, TResult>(parts, type, prepare, workload, options, origin);
        var preparation = await stage.RunAsync(cancellationToken).ConfigureAwait(false);
        if (!preparation.GoesOn)
        {
            return DurableRun<TResult>.Completed(Guid.Empty, preparation.Result);
        }

        var start = preparation.Prepared;
        var call = new DurableCall<TArgs>
        {
            Id = start.Id,
            Args = start.Args,
            Attempt = 1,
            PreparedAt = parts.Time.GetUtcNow(),
        };
        var run = new StageRun<TArgs, TReply, TResult>(
            parts, type, call, new RunLease(start.Id, 1, stage.BegunAt), workload);
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
        Session session,
        DurableOperation<TArgs, TReply, TResult> operation,
        DurableStart<TArgs> start,
        TimeSpan delay,
        CancellationToken cancellationToken)
    {
        var args = JsonSerializer.Serialize(start.Args, parts.Options.Json);
        await FaultPoints.PassAsync(FaultPoint.Inserting, cancellationToken).ConfigureAwait(false);
        await parts.Journal
            .AddAsync(session, start.Id, catalog.Of(operation).Kind, args, delay, cancellationToken)
            .ConfigureAwait(false);
        await FaultPoints.PassAsync(FaultPoint.Inserted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on with an operation that was just claimed.</summary>
    public async Task<DurableRun<TResult>> ContinueAsync<TArgs, TReply, TResult>(
        OperationType<TArgs, TReply, TResult> type, ClaimedRow row, Workload workload)
    {
        var lease = row.Lease;
        TArgs args;
        try
        {
            args = JsonSerializer.Deserialize<TArgs>(row.Args, parts.Options.Json)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return await BuryUnreadableAsync<TResult>(type.Kind, lease, workload, exception).ConfigureAwait(false);
        }

        var call = new DurableCall<TArgs>
        {
            Id = row.Id,
            Args = args,
            Attempt = row.Attempt,
            PreparedAt = row.PreparedAt,
            SinceLastCall = row.SinceLastCall,
        };
        return await new StageRun<TArgs, TReply, TResult>(parts, type, call, lease, workload)
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

    // Another version of the service may read them: nobody here can tell what the operation was about.
    private async Task<DurableRun<TResult>> BuryUnreadableAsync<TResult>(
        string kind, RunLease lease, Workload workload, Exception exception)
    {
        var reason = $"its arguments cannot be read by this version: {exception.GetType().Name}";
        Log.ArgumentsUnreadable(parts.Logger, exception, kind, lease.Id);
        using var bound = new CancellationTokenSource(parts.Options.Lease, parts.Time);
        try
        {
            await new FencedSession(parts, lease, workload).RunAsync(
                (session, owned, token) => parts.Journal.BuryAsync(session, owned, reason, token),
                static (_, _) => Task.FromResult(true),
                static row => row.State == DurableState.Dead,
                FencedSteps.Abandon,
                bound.Token).ConfigureAwait(false);
            parts.Metrics.Dead(kind);
        }
        catch (Exception failure)
        {
            Log.RunFailed(parts.Logger, failure, kind, lease.Id);
        }

        return DurableRun<TResult>.Without(lease.Id, DurableRunStatus.Dead, reason);
    }
}
