using Microsoft.Extensions.Logging;

namespace Leasehold.Durable.RabbitMq;

/// <summary>This assembly's log lines: event ids 3100 to 3199, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Information, "Wake-up hints travel through RabbitMQ (after {Failures} failures).")]
    public static partial void Connected(ILogger logger, int failures);

    [LoggerMessage(3101, LogLevel.Warning,
        "RabbitMQ cannot be reached ({Reason}); workers find their work without hints, a little later. Tried again in "
        + "the background, and said once per incident.")]
    public static partial void Disconnected(ILogger logger, string reason);
}
