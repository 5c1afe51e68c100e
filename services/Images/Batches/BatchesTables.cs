using Leasehold.Images.Images;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Images.Batches;

/// <summary>The look-ups of batches. Each names the tenant, but for the runner's, which works for all.</summary>
internal static class BatchesTables
{
    private static readonly BulkCopyOptions ManyRows = new()
    {
        BulkCopyType = BulkCopyType.MultipleRows,
        MaxBatchSize = 200,
    };

    public static Task<BatchRow?> FindBatchAsync(
        this DataConnection db, string tenant, string id, CancellationToken cancellationToken)
        => db.GetTable<BatchRow>().Where(b => b.Tenant == tenant && b.Id == id).FirstOrDefaultAsync(cancellationToken);

    public static Task<BatchRow?> FindBatchByKeyAsync(
        this DataConnection db, string tenant, string key, CancellationToken cancellationToken)
        => db.GetTable<BatchRow>()
            .Where(b => b.Tenant == tenant && b.IdempotencyKey == key)
            .FirstOrDefaultAsync(cancellationToken);

    public static async Task InsertBatchAsync(
        this DataConnection db, BatchRow batch, IEnumerable<ImageRow> images, CancellationToken cancellationToken)
    {
        await db.InsertAsync(batch, token: cancellationToken);
        await db.BulkCopyAsync(ManyRows, images, cancellationToken);
    }

    /// <summary>An item is gone; the four counts add up to total all the same.</summary>
    public static Task RemoveItemAsync(this DataConnection db, string batch, CancellationToken cancellationToken)
        => db.GetTable<BatchRow>().Where(b => b.Id == batch)
            .Set(b => b.Total, b => b.Total - 1).UpdateAsync(cancellationToken);

    public static async Task<BatchAnswer> ProgressAsync(
        this DataConnection db, BatchRow batch, CancellationToken cancellationToken)
    {
        var counts = await db.GetTable<ImageRow>()
            .Where(i => i.Batch == batch.Id)
            .GroupBy(i => i.Status)
            .Select(g => new { Status = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return new BatchAnswer(
            batch.Id,
            batch.Total,
            Of(ImageStates.Pending),
            Of(ImageStates.Processing),
            Of(ImageStates.Completed),
            Of(ImageStates.Failed));

        int Of(string status)
            => counts.Find(c => string.Equals(c.Status, status, StringComparison.Ordinal))?.Count ?? 0;
    }

    /// <summary>Items that nobody has begun, the oldest batch in front.</summary>
    public static Task<List<ImageRow>> PendingItemsAsync(
        this DataConnection db, int count, CancellationToken cancellationToken)
        => db.GetTable<ImageRow>()
            .Where(i => i.Status == ImageStates.Pending && i.Batch != null)
            .OrderBy(i => i.Batch).ThenBy(i => i.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
}
