using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults;

/// <summary>The log lines that the services share: event ids 4900 to 4999, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(4900, LogLevel.Warning,
        "The database cannot be reached ({Reason}), so the schema is not checked yet; tried again every {Seconds} s.")]
    public static partial void DatabaseUnreachable(ILogger logger, string reason, double seconds);

    [LoggerMessage(4901, LogLevel.Information, "The schema is up to date.")]
    public static partial void SchemaReady(ILogger logger);

    [LoggerMessage(4902, LogLevel.Error, "The schema could not be migrated: {Reason}")]
    public static partial void MigrationFailed(ILogger logger, string reason);
}
