using Leasehold.Images.Schema;
using LinqToDB.Data;

namespace Leasehold.Images.Images;

/// <summary>What the stages write: one round trip each, portable SQL.</summary>
internal static class ImageStatements
{
    private const string Open = $"status IN ('{ImageStates.Pending}', '{ImageStates.Processing}')";

    private const string Insert =
        """
        INSERT INTO images (id, task_id, tenant, batch, idempotency_key, fingerprint, original_url, options, source_key,
               status, created_at, updated_at)
        VALUES (@id, @task, @tenant, @batch, @key, @fingerprint, @url, @options, @source, @status, @now, @now)
        """;

    private const string Take =
        $"""
        UPDATE images SET status = '{ImageStates.Processing}', updated_at = @now
         WHERE id = @id AND status = '{ImageStates.Pending}'
        """;

    private const string Complete =
        $"""
        UPDATE images
           SET status = '{ImageStates.Completed}', processed_url = @processed_url, blob_key = @blob_key,
               width = @width, height = @height, file_size = @file_size, processing_time = @processing_time,
               error_message = NULL, updated_at = @now
         WHERE id = @id AND {Open}
        """;

    private const string Fail =
        $"""
        UPDATE images SET status = '{ImageStates.Failed}', error_message = @error_message, updated_at = @now
         WHERE id = @id AND {Open}
        """;

    private const string Delete = "DELETE FROM images WHERE id = @id AND status = @status";

    public static Task<int> InsertAsync(DataConnection db, ImageRow row, CancellationToken cancellationToken)
        => db.ExecuteAsync(
            Insert,
            cancellationToken,
            Parameters.Text("id", row.Id),
            Parameters.Text("task", row.TaskId),
            Parameters.Text("tenant", row.Tenant),
            Parameters.Text("batch", row.Batch),
            Parameters.Text("key", row.IdempotencyKey),
            Parameters.Text("fingerprint", row.Fingerprint),
            Parameters.Text("url", row.OriginalUrl),
            Parameters.Text("options", row.Options),
            Parameters.Text("source", row.SourceKey),
            Parameters.Text("status", row.Status),
            Parameters.Number("now", row.CreatedAt));

    /// <summary>From pending to processing; 0 rows when it was not pending any more.</summary>
    public static Task<int> TakeAsync(DataConnection db, string id, long now, CancellationToken cancellationToken)
        => db.ExecuteAsync(Take, cancellationToken, Parameters.Text("id", id), Parameters.Number("now", now));

    /// <summary>Writes the result in <paramref name="row"/>; 0 rows when it was over already.</summary>
    public static Task<int> CompleteAsync(DataConnection db, ImageRow row, CancellationToken cancellationToken)
        => db.ExecuteAsync(
            Complete,
            cancellationToken,
            Parameters.Text("id", row.Id),
            Parameters.Text("processed_url", row.ProcessedUrl),
            Parameters.Text("blob_key", row.BlobKey),
            Parameters.Count("width", row.Width),
            Parameters.Count("height", row.Height),
            Parameters.Number("file_size", row.FileSize),
            new DataParameter("processing_time", row.ProcessingTime, LinqToDB.DataType.Double),
            Parameters.Number("now", row.UpdatedAt));

    /// <summary>Writes the error in <paramref name="row"/>; 0 rows when it was over already.</summary>
    public static Task<int> FailAsync(DataConnection db, ImageRow row, CancellationToken cancellationToken)
        => db.ExecuteAsync(
            Fail,
            cancellationToken,
            Parameters.Text("id", row.Id),
            Parameters.Text("error_message", row.ErrorMessage),
            Parameters.Number("now", row.UpdatedAt));

    /// <summary>0 rows when somebody was quicker.</summary>
    public static Task<int> DeleteFailedAsync(DataConnection db, string id, CancellationToken cancellationToken)
        => DeleteAsync(db, id, ImageStates.Failed, cancellationToken);

    /// <summary>0 rows when it is not in the status any more.</summary>
    public static Task<int> DeleteAsync(
        DataConnection db, string id, string status, CancellationToken cancellationToken)
        => db.ExecuteAsync(
            Delete, cancellationToken, Parameters.Text("id", id), Parameters.Text("status", status));
}
