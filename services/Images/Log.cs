namespace Leasehold.Images;

/// <summary>
/// This assembly's log lines: event ids 5100 to 5199, never reused. None holds a URL, key or file name of a caller.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(5100, LogLevel.Warning, "Image {TaskId} was not processed ({Reason}); it is tried again.")]
    public static partial void ProcessorAway(ILogger logger, string taskId, string reason);

    [LoggerMessage(5101, LogLevel.Warning, "Image {TaskId} failed: its attempts are used up ({Reason}).")]
    public static partial void Abandoned(ILogger logger, string taskId, string reason);

    [LoggerMessage(5102, LogLevel.Warning,
        "The result of image {TaskId} is neither at the processor nor at a host of Images:ResultHosts; "
        + "it is not fetched.")]
    public static partial void ResultElsewhere(ILogger logger, string taskId);

    [LoggerMessage(EventId = 5103, Message =
        "Image {TaskId} is completed: {Width}x{Height}, {Bytes} bytes, {ProcessingSeconds} s at the processor.")]
    public static partial void Completed(
        ILogger logger, LogLevel level, string taskId, int? width, int? height, long? bytes, double? processingSeconds);

    [LoggerMessage(EventId = 5104, Message = "Image {TaskId} has failed: {Reason}")]
    public static partial void Failed(ILogger logger, LogLevel level, string taskId, string? reason);

    [LoggerMessage(5110, LogLevel.Error, "Item {TaskId} of a batch could not be started; it is tried again.")]
    public static partial void ItemNotStarted(ILogger logger, Exception exception, string taskId);

    [LoggerMessage(5111, LogLevel.Error, "The items of batches could not be read; tried again every {Seconds} s.")]
    public static partial void BatchesNotRead(ILogger logger, Exception exception, double seconds);

    [LoggerMessage(5120, LogLevel.Information, "{Count} blobs that belong to no image were swept.")]
    public static partial void Swept(ILogger logger, int count);

    [LoggerMessage(5123, LogLevel.Information, "{Count} tasks that have been over for Images:Retention were removed.")]
    public static partial void TasksRemoved(ILogger logger, int count);

    [LoggerMessage(5122, LogLevel.Warning, "A blob that is not needed could not be deleted; the sweep will find it.")]
    public static partial void BlobNotDeleted(ILogger logger, Exception exception);
}
