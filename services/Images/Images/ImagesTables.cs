using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Images.Images;

/// <summary>The look-ups, compiled once. Each names the tenant: another tenant's row is not there.</summary>
internal static class ImagesTables
{
    /// <summary>The tables that statements name.</summary>
    public static readonly IReadOnlyList<string> Names = ["images", "image_batches", "leasehold_operations"];

    /// <summary>Asked by /health: fails when any of the tables is missing.</summary>
    public const string ProbeSql = "SELECT 1 FROM images, image_batches, leasehold_operations WHERE 1 = 0";

    // The newest one row, never "exactly one or throw": duplicates do not break a reader.
    private static readonly Func<DataConnection, string, string, CancellationToken, Task<ImageRow?>> NewestOfTask =
        CompiledQuery.Compile((DataConnection db, string tenant, string taskId, CancellationToken token) =>
            db.GetTable<ImageRow>()
                .Where(i => i.Tenant == tenant && i.TaskId == taskId)
                .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id)
                .FirstOrDefaultAsync(token));

    private static readonly Func<DataConnection, string, string, CancellationToken, Task<ImageRow?>> ByKey =
        CompiledQuery.Compile((DataConnection db, string tenant, string key, CancellationToken token) =>
            db.GetTable<ImageRow>()
                .Where(i => i.Tenant == tenant && i.IdempotencyKey == key)
                .FirstOrDefaultAsync(token));

    private static readonly Func<DataConnection, string, CancellationToken, Task<ImageRow?>> ById =
        CompiledQuery.Compile((DataConnection db, string id, CancellationToken token) =>
            db.GetTable<ImageRow>().Where(i => i.Id == id).FirstOrDefaultAsync(token));

    /// <summary>The newest row of a task, as far as an answer shows it or depends on it.</summary>
    public static RowQuery<ImageRow> ShownImage { get; } = new(
        """
        SELECT id, task_id, batch, original_url, status, processed_url, blob_key, width, height, file_size,
               processing_time, error_message
          FROM images WHERE tenant = @tenant AND task_id = @task
         ORDER BY created_at DESC, id DESC LIMIT 1
        """,
        ["tenant", "task"],
        static row => new ImageRow
        {
            Id = row.GetString(0),
            TaskId = row.GetString(1),
            Batch = row.IsDBNull(2) ? null : row.GetString(2),
            OriginalUrl = row.IsDBNull(3) ? null : row.GetString(3),
            Status = row.GetString(4),
            ProcessedUrl = row.IsDBNull(5) ? null : row.GetString(5),
            BlobKey = row.IsDBNull(6) ? null : row.GetString(6),
            Width = row.IsDBNull(7) ? null : row.GetInt32(7),
            Height = row.IsDBNull(8) ? null : row.GetInt32(8),
            FileSize = row.IsDBNull(9) ? null : row.GetInt64(9),
            ProcessingTime = row.IsDBNull(10) ? null : row.GetDouble(10),
            ErrorMessage = row.IsDBNull(11) ? null : row.GetString(11),
        });

    public static Task<ImageRow?> FindNewestAsync(
        this DataConnection db, string tenant, string taskId, CancellationToken cancellationToken)
        => NewestOfTask(db, tenant, taskId, cancellationToken);

    public static Task<ImageRow?> FindByKeyAsync(
        this DataConnection db, string tenant, string key, CancellationToken cancellationToken)
        => ByKey(db, tenant, key, cancellationToken);

    public static Task<ImageRow?> FindImageAsync(
        this DataConnection db, string id, CancellationToken cancellationToken)
        => ById(db, id, cancellationToken);

    /// <summary>Every row of a task, its newest last.</summary>
    public static Task<List<ImageRow>> RowsOfTaskAsync(
        this DataConnection db, string tenant, string taskId, CancellationToken cancellationToken)
        => db.GetTable<ImageRow>().Where(i => i.Tenant == tenant && i.TaskId == taskId)
            .OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).ToListAsync(cancellationToken);
}
