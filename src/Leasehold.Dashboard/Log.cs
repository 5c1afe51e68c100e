using Microsoft.Extensions.Logging;

namespace Leasehold.Dashboard;

/// <summary>This assembly's log lines: event ids 2500 to 2599, never reused.</summary>
internal static partial class Log
{
    // 2500 and 2501 were those of signing in with an API key, which is the services' own now.
    [LoggerMessage(2502, LogLevel.Warning, "{Caller} re-drove operation {Id} ({Kind}) of database {Database}.")]
    public static partial void Redriven(ILogger logger, string caller, Guid id, string kind, string database);

    [LoggerMessage(2503, LogLevel.Information, "{Caller} asked for flight record {Id} of database {Database}.")]
    public static partial void Recorded(ILogger logger, string caller, string id, string database);

    [LoggerMessage(2504, LogLevel.Warning,
        "The journal of database {Database} could not be read for the dashboard; said once until it can.")]
    public static partial void JournalUnreadable(ILogger logger, Exception exception, string database);

    [LoggerMessage(2505, LogLevel.Error,
        "The dashboard's figures could not be taken; it tries again in half a second.")]
    public static partial void SampleFailed(ILogger logger, Exception exception);
}
