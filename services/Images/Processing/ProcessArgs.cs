using System.Text.Json;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.Images.Options;

namespace Leasehold.Images.Processing;

/// <summary>What the call needs, stored in the journal.</summary>
/// <param name="Url">The caller's URL; null for an upload.</param>
/// <param name="SourceKey">The uploaded blob; null for a URL.</param>
/// <param name="Options">What is to be done.</param>
/// <param name="Tenant">Whose work it is.</param>
/// <param name="CreatedAt">When the row was written, in microseconds since 1970.</param>
internal sealed record ProcessArgs(
    string? Url, string? SourceKey, ImageOptions Options, string Tenant, long CreatedAt)
{
    public static ProcessArgs Of(ImageRow row)
        => new(
            row.OriginalUrl,
            row.SourceKey,
            row.Options is null
                ? ImageOptions.None
                : JsonSerializer.Deserialize(row.Options, ServiceJson.Default.ImageOptions)!,
            row.Tenant,
            row.CreatedAt);

    /// <summary>The row, as far as an answer shows it.</summary>
    public ImageRow ToRow(Guid id)
        => new()
        {
            Id = ImageRow.IdOf(id),
            TaskId = ImageRow.IdOf(id),
            Tenant = Tenant,
            OriginalUrl = Url,
            SourceKey = SourceKey,
            Status = ImageStates.Processing,
            CreatedAt = CreatedAt,
        };
}
