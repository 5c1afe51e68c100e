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

    [LoggerMessage(4903, LogLevel.Warning,
        "DATABASE_URL is not set: the data goes into the SQLite file {File}, which one process can use. Set "
        + "DATABASE_URL if it belongs elsewhere.")]
    public static partial void NoDatabaseChosen(ILogger logger, string file);

    [LoggerMessage(4904, LogLevel.Error, "{Job} was interrupted and goes on in its next round.")]
    public static partial void RoundFailed(ILogger logger, Exception exception, string job);

    [LoggerMessage(4910, LogLevel.Error, "{Flow} failed; answered 500, trace {TraceId}.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string flow, string traceId);

    [LoggerMessage(4911, LogLevel.Warning,
        "The database does not take this work now ({Kind}); answered 503, and so are the next ones. Said once per "
        + "incident, trace {TraceId}.")]
    public static partial void DatabaseUnavailable(ILogger logger, Exception exception, string kind, string traceId);

    [LoggerMessage(4912, LogLevel.Error,
        "{Flow} failed in the middle of its answer; the connection is cut, trace {TraceId}.")]
    public static partial void AnswerCut(ILogger logger, Exception exception, string flow, string traceId);

    [LoggerMessage(EventId = 4913, Message =
        "{Stage} of {Flow} begins. Pool {Pool}: {InUse} of {Size} in use, {Overflow} of overflow, {Waiting} waiting. "
        + "Trace {TraceId}.")]
    public static partial void StageBegins(
        ILogger logger,
        LogLevel level,
        string stage,
        string flow,
        string pool,
        int inUse,
        int size,
        int overflow,
        int waiting,
        string traceId);

    [LoggerMessage(EventId = 4914, Message = "The call of {Flow} begins; no connection is held. Trace {TraceId}.")]
    public static partial void CallBegins(ILogger logger, LogLevel level, string flow, string traceId);

    [LoggerMessage(EventId = 4915, Message =
        "{Stage} of {Flow} ended: {Outcome}, after {ElapsedMs} ms. Trace {TraceId}.")]
    public static partial void StageEnds(
        ILogger logger, LogLevel level, string stage, string flow, object outcome, double elapsedMs, string traceId);

    [LoggerMessage(4920, LogLevel.Warning,
        "No API keys are configured: only callers on this machine are accepted, as tenant 'local', and in Development "
        + "only. Set Leasehold:Keys to serve others.")]
    public static partial void LoopbackOnly(ILogger logger);

    [LoggerMessage(4921, LogLevel.Information, "{Usable} API keys are in force.")]
    public static partial void KeysInForce(ILogger logger, int usable);

    [LoggerMessage(4922, LogLevel.Error, "An API key of the changed configuration is unusable and refused: {Fault}")]
    public static partial void KeyUnusable(ILogger logger, string fault);

    [LoggerMessage(4930, LogLevel.Information, "{Caller} signed in to the dashboard.")]
    public static partial void SignedIn(ILogger logger, string caller);

    [LoggerMessage(4931, LogLevel.Warning, "A sign-in to the dashboard was refused: {Reason}.")]
    public static partial void SignInRefused(ILogger logger, string reason);
}
