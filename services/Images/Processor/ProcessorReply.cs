namespace Leasehold.Images.Processor;

/// <summary>What the processor answers.</summary>
/// <param name="ProcessedUrl">Where the result is.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FileSize">Bytes.</param>
/// <param name="ProcessingTime">Seconds.</param>
internal sealed record ProcessorReply(
    string? ProcessedUrl, int Width, int Height, long FileSize, double ProcessingTime)
{
    /// <summary>The result's blob, once it is stored here.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? BlobKey { get; init; }

    public bool IsSound
        => ProcessedUrl is { Length: > 0 and <= Fetching.UrlRule.MaxLength }
            && Uri.TryCreate(ProcessedUrl, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && ProcessedUrl.All(static c => c is > ' ' and < '\u007f')
            && Width > 0 && Height > 0 && FileSize >= 0 && double.IsFinite(ProcessingTime) && ProcessingTime >= 0;
}
