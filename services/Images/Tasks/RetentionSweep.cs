using Leasehold.Images.Batches;
using Leasehold.Images.Blobs;
using Leasehold.Images.Images;
using Leasehold.Images.Schema;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Schema;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Tasks;

/// <summary>Removes what has been over for longer than <c>Images:Retention</c>; does nothing without it.</summary>
/// <remarks>
/// Rows only: blobs that no image names any more are the blob sweep's. Any number of instances may sweep at once: what
/// one deletes the other does not find.
/// </remarks>
internal sealed class RetentionSweep(
    ConnectionPools pools,
    ServiceDatabase database,
    IOptions<ImagesOptions> options,
    IOptions<StorageOptions> storage,
    SchemaStartup schema,
    TimeProvider time,
    ILogger<RetentionSweep> logger)
    : TablesJob(schema, time, logger)
{
    private const int RowsAtATime = 200;

    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    /// <summary>One sweep; how many tasks it removed.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Retention is not { } retention)
        {
            return 0;
        }

        var before = _time.NowUs() - (retention.Ticks / TimeSpan.TicksPerMicrosecond);
        var removed = 0;
        while (true)
        {
            var count = await pools.InSessionAsync(
                Workload.Batch, (session, token) => DeleteSomeAsync(session, before, token), cancellationToken);
            removed += count;
            if (count < RowsAtATime)
            {
                await pools.InSessionAsync(
                    Workload.Batch, (session, token) => DeleteBatchesAsync(session, before, token), cancellationToken);
                return removed;
            }
        }
    }

    protected override TimeSpan? Interval => options.Value.Retention is null ? null : storage.Value.SweepInterval;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await SweepAsync(cancellationToken) is > 0 and var count)
        {
            Log.TasksRemoved(_logger, count);
        }
    }

    // Of a batch all items or none, once the last of them is over: its counts stay right while it can be asked for.
    private async Task<int> DeleteSomeAsync(Session session, long before, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var ids = await db.GetTable<ImageRow>()
            .Where(i => (i.Status == ImageStates.Completed || i.Status == ImageStates.Failed) && i.UpdatedAt < before)
            .Where(i => i.Batch == null || !db.GetTable<ImageRow>().Any(other => other.Batch == i.Batch
                && (other.UpdatedAt >= before
                    || other.Status == ImageStates.Pending || other.Status == ImageStates.Processing)))
            .OrderBy(i => i.Id)
            .Select(i => i.Id)
            .Take(RowsAtATime)
            .ToListAsync(cancellationToken);

        // By their states again: one may have been tried again meanwhile.
        return ids.Count == 0 ? 0 : await db.GetTable<ImageRow>()
            .Where(i => ids.Contains(i.Id)
                && (i.Status == ImageStates.Completed || i.Status == ImageStates.Failed))
            .DeleteAsync(cancellationToken);
    }

    private async Task<int> DeleteBatchesAsync(Session session, long before, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        return await db.GetTable<BatchRow>()
            .Where(b => b.CreatedAt < before && !db.GetTable<ImageRow>().Any(i => i.Batch == b.Id))
            .DeleteAsync(cancellationToken);
    }
}
