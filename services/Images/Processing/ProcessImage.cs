using Leasehold.Durable;
using Leasehold.Images.Images;
using Leasehold.Images.Schema;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Processing;

/// <summary>
/// Starts the one operation there is: at once with the caller waiting, or for the workers. The row and the operation
/// are written in one transaction either way.
/// </summary>
internal sealed class ProcessImage(
    ConnectionPools pools,
    DurableOperations durable,
    ProcessOperation operation,
    ServiceDatabase database,
    IOptions<ImagesOptions> options,
    TimeProvider time)
{
    private readonly DurableRunOptions _waiting = new() { WaitLimit = options.Value.SyncWait };

    /// <summary>Runs it now; what is still processing when the wait is over goes on without the caller.</summary>
    public async Task<Decision> RunAsync(ImageIntent intent, CancellationToken cancellationToken)
    {
        var id = time.NewOperation();
        var row = intent.ToRow(id, ImageStates.Processing, time.NowUs());
        try
        {
            var run = await durable.RunOnceAsync(
                operation,
                async (session, token) => await FindAsync(session, intent, token) is { } found
                    ? Preparation.Finish(found)
                    : Preparation.Continue(await InsertAsync(session, id, row, token)),
                _waiting,
                cancellationToken);
            return run.IsCompleted ? run.Result
                : run.IsPending ? Decision.Of(row)
                : Decision.Of(await ReadAsync(row.Id) ?? row);
        }
        catch (Exception problem) when (IsTakenKey(intent, problem))
        {
            return await ReadByKeyAsync(intent, cancellationToken);
        }
    }

    /// <summary>Leaves it to the workers.</summary>
    /// <param name="intent">What to do.</param>
    /// <param name="id">The operation's id; the blob of an upload is named after it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Decision> EnqueueAsync(ImageIntent intent, Guid id, CancellationToken cancellationToken)
    {
        var row = intent.ToRow(id, ImageStates.Pending, time.NowUs());
        try
        {
            var decision = await pools.InSessionAsync(
                async (session, token) =>
                {
                    if (await FindAsync(session, intent, token) is { } found)
                    {
                        return found;
                    }

                    var start = await InsertAsync(session, id, row, token);
                    await durable.AddAsync(session, operation, start, cancellationToken: token);
                    return Decision.Of(row);
                },
                cancellationToken);
            durable.Wake();
            return decision;
        }
        catch (Exception problem) when (IsTakenKey(intent, problem))
        {
            return await ReadByKeyAsync(intent, cancellationToken);
        }
    }

    private async Task<Decision?> FindAsync(Session session, ImageIntent intent, CancellationToken cancellationToken)
    {
        if (intent.Key is null)
        {
            return null;
        }

        using var db = database.On(session);
        var found = await db.FindByKeyAsync(intent.Tenant, intent.Key, cancellationToken);
        return found is null ? null : Decision.Replay(found, intent.Fingerprint);
    }

    private async Task<DurableStart<ProcessArgs>> InsertAsync(
        Session session, Guid id, ImageRow row, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        await ImageStatements.InsertAsync(db, row, cancellationToken);
        return new DurableStart<ProcessArgs>(ProcessArgs.Of(row)) { Id = id };
    }

    /// <summary>Another request with the key was at work at the same moment; it is on record now.</summary>
    private async Task<Decision> ReadByKeyAsync(ImageIntent intent, CancellationToken cancellationToken)
        => await pools.InReadSessionAsync(
                (session, token) => FindAsync(session, intent, token), cancellationToken)
            ?? throw new InvalidOperationException("A key is taken, and no image has it.");

    private Task<ImageRow?> ReadAsync(string id)
        => pools.InReadSessionAsync(async (session, token) =>
        {
            using var db = database.On(session);
            return await db.FindImageAsync(id, token);
        });

    private bool IsTakenKey(ImageIntent intent, Exception problem)
        => intent.Key is not null && pools.Classify(problem) == DatabaseErrorKind.UniqueViolation;
}
