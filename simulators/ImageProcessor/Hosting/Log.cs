namespace Leasehold.Simulators.ImageProcessor.Hosting;

/// <summary>Every log line of the processor: events 9200 to 9299. No URL in any of them.</summary>
internal static partial class Log
{
    [LoggerMessage(9200, LogLevel.Information, "Image processor simulator listening on {Urls}")]
    public static partial void Listening(this ILogger logger, string urls);

    [LoggerMessage(9201, LogLevel.Debug, "A picture was refused: {Code}")]
    public static partial void Refused(this ILogger logger, string code);

    [LoggerMessage(9202, LogLevel.Warning, "Old results could not be swept: {Reason}")]
    public static partial void SweepFailed(this ILogger logger, string reason);
}
