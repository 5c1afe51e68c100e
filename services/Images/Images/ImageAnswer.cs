namespace Leasehold.Images.Images;

/// <summary>An image as the contract shows it.</summary>
/// <param name="TaskId">What to ask by.</param>
/// <param name="Status">pending, processing, completed or failed.</param>
/// <param name="OriginalUrl">The URL given; null for an upload.</param>
/// <param name="ProcessedUrl">What the processor answered.</param>
/// <param name="Width">Pixels of the result.</param>
/// <param name="Height">Pixels of the result.</param>
/// <param name="FileSize">Bytes of the result.</param>
/// <param name="ProcessingTime">Seconds the processor took.</param>
/// <param name="ErrorMessage">Why it failed.</param>
internal sealed record ImageAnswer(
    string TaskId,
    string Status,
    string? OriginalUrl,
    string? ProcessedUrl,
    int? Width,
    int? Height,
    long? FileSize,
    double? ProcessingTime,
    string? ErrorMessage)
{
    public static ImageAnswer Of(ImageRow row)
        => new(
            row.TaskId,
            row.Status,
            row.OriginalUrl,
            row.ProcessedUrl,
            row.Width,
            row.Height,
            row.FileSize,
            row.ProcessingTime,
            row.ErrorMessage);
}
