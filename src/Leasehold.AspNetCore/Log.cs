using Microsoft.Extensions.Logging;

namespace Leasehold.AspNetCore;

/// <summary>This assembly's log lines: event ids 2000 to 2099, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Error, "{Flow} failed; answered 500, trace {TraceId}.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string flow, string traceId);

    [LoggerMessage(2001, LogLevel.Warning,
        "The database does not take this work now ({Kind}); answered 503, and so are the next ones. Said once per "
        + "incident, trace {TraceId}.")]
    public static partial void DatabaseUnavailable(ILogger logger, Exception exception, string kind, string traceId);

    [LoggerMessage(2002, LogLevel.Error,
        "{Flow} failed in the middle of its answer; the connection is cut, trace {TraceId}.")]
    public static partial void AnswerCut(ILogger logger, Exception exception, string flow, string traceId);

    [LoggerMessage(2010, LogLevel.Warning,
        "No API keys are configured: only callers on this machine are accepted, as tenant 'local'. Set Leasehold:Keys "
        + "to serve others.")]
    public static partial void LoopbackOnly(ILogger logger);

    [LoggerMessage(2011, LogLevel.Information, "{Usable} API keys are in force.")]
    public static partial void KeysInForce(ILogger logger, int usable);

    [LoggerMessage(2012, LogLevel.Error, "An API key of the changed configuration is unusable and refused: {Fault}")]
    public static partial void KeyUnusable(ILogger logger, string fault);

    [LoggerMessage(2020, LogLevel.Warning, "The health probe of database '{Database}' failed: {Reason}.")]
    public static partial void ProbeFailed(ILogger logger, string database, string reason);
}
