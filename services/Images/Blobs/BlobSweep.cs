using Leasehold.Images.Images;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Schema;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Blobs;

/// <summary>
/// Deletes blobs that no image names: what was written before a stage that never came, and uploads whose work is over.
/// </summary>
/// <remarks>Any number of instances may sweep at once: what one deletes the other does not find.</remarks>
internal sealed class BlobSweep(
    IBlobStore blobs,
    ConnectionPools pools,
    ServiceDatabase database,
    IOptions<StorageOptions> options,
    SchemaStartup schema,
    TimeProvider time,
    ILogger<BlobSweep> logger)
    : TablesJob(schema, time, logger)
{
    private const int KeysAtATime = 100;

    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    /// <summary>One sweep; how many blobs it deleted.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        var youngest = _time.GetUtcNow() - options.Value.OrphanAge;
        List<string> keys = new(KeysAtATime);
        await foreach (var blob in blobs.ListAsync(cancellationToken))
        {
            if (blob.WrittenAt < youngest)
            {
                keys.Add(blob.Key);
            }

            if (keys.Count == KeysAtATime)
            {
                deleted += await DeleteOrphansAsync(keys, cancellationToken);
                keys.Clear();
            }
        }

        return deleted + await DeleteOrphansAsync(keys, cancellationToken);
    }

    protected override TimeSpan? Interval => options.Value.SweepInterval;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await SweepAsync(cancellationToken) is > 0 and var count)
        {
            Log.Swept(_logger, count);
        }
    }

    private async Task<int> DeleteOrphansAsync(List<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return 0;
        }

        var (tasks, needed) = await NeededAsync(keys, cancellationToken);
        var orphans = keys
            .Where(key => !needed.Contains(key) && !tasks.Contains(BlobKey.TaskOf(key)))
            .ToList();
        foreach (var key in orphans)
        {
            await blobs.DeleteAsync(key, cancellationToken);
        }

        return orphans.Count;
    }

    /// <summary>The tasks that are not over, which may write blobs at any moment; and the others' results.</summary>
    private async Task<(HashSet<string> OpenTasks, HashSet<string> Results)> NeededAsync(
        List<string> keys, CancellationToken cancellationToken)
    {
        var ids = keys.Select(BlobKey.TaskOf).Distinct(StringComparer.Ordinal).ToList();
        var rows = await pools.InReadSessionAsync(
            Workload.Batch,
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.GetTable<ImageRow>()
                    .Where(i => ids.Contains(i.Id) || ids.Contains(i.TaskId))
                    .Select(i => new { i.Id, i.TaskId, i.Status, i.BlobKey })
                    .ToListAsync(token);
            },
            cancellationToken);
        return (
            rows.Where(static row => !ImageStates.IsOver(row.Status))
                .SelectMany(static row => new[] { row.Id, row.TaskId })
                .ToHashSet(StringComparer.Ordinal),
            rows.Select(static row => row.BlobKey).OfType<string>().ToHashSet(StringComparer.Ordinal));
    }
}
