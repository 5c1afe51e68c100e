using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>The core's log lines: event ids 1000 to 1099, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning,
        "A lease of pool {Pool} was lost without disposal and is reclaimed: {Holder}. Use 'await using'.")]
    public static partial void LeaseLeaked(ILogger logger, string pool, object holder);

    [LoggerMessage(1001, LogLevel.Warning,
        "A lease of pool {Pool} is held over its budget of {BudgetMs} ms: {Holder}.")]
    public static partial void HeldOverBudget(ILogger logger, string pool, double budgetMs, object holder);

    [LoggerMessage(1002, LogLevel.Warning,
        "The lease of pool {Pool} that was held over its budget came back after {HeldMs} ms.")]
    public static partial void OverBudgetReturned(ILogger logger, string pool, double heldMs);

    [LoggerMessage(1003, LogLevel.Warning,
        "Nested acquire: {Flow} waits for a lease of pool {Pool} while it holds {Held} already. If every request does, "
        + "they wait for each other for ever: return the first lease before taking the second.")]
    public static partial void NestedAcquire(ILogger logger, string flow, string pool, int held);

    [LoggerMessage(1004, LogLevel.Warning,
        "A connection of pool {Pool} failed its check, or its server is not the primary any more; the pool's idle "
        + "connections are closed.")]
    public static partial void PoolInvalidated(ILogger logger, string pool);

    [LoggerMessage(1005, LogLevel.Error, "{Message}")]
    public static partial void Exhausted(ILogger logger, string message);

    [LoggerMessage(1006, LogLevel.Warning,
        "{Setting} ({Value}) x Replicas ({Replicas}) can ask for {Total} connections, but the server has {Limit} for "
        + "this user: lower pool sizes or Budget to {Fitting} or less, or raise the server's limit.")]
    public static partial void BudgetAboveServer(
        ILogger logger, string setting, int value, int replicas, int total, int limit, int fitting);

    [LoggerMessage(1007, LogLevel.Warning,
        "Pool {Pool}: Recycle ({Recycle}) is not below the server's idle time-out ({IdleTimeout}), so the server ends "
        + "connections first: set {Settings}:Recycle to {Fitting} or less.")]
    public static partial void RecycleAboveServer(
        ILogger logger, string pool, TimeSpan recycle, TimeSpan idleTimeout, string settings, TimeSpan fitting);

    [LoggerMessage(1008, LogLevel.Warning, "The server's limits could not be read at start-up: {Reason}.")]
    public static partial void LimitsUnknown(ILogger logger, string reason);

    [LoggerMessage(1009, LogLevel.Error, "Watching the pools failed once and goes on.")]
    public static partial void WatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(1010, LogLevel.Warning, "The database undid a session; it is run again (repeat {Attempt}).")]
    public static partial void SessionRetried(ILogger logger, Exception exception, int attempt);

    [LoggerMessage(1012, LogLevel.Warning,
        "{Endpoint} calls {Target} while it holds a connection of pool {Pool}: {Holder}. {Count} such calls since the "
        + "last line. {Advice}")]
    public static partial void CalledWhileHolding(
        ILogger logger, string endpoint, string target, string pool, object holder, long count, string advice);

    [LoggerMessage(1013, LogLevel.Information, "Flight record {Id} was made: {Path}.")]
    public static partial void FlightRecorded(ILogger logger, string id, string path);

    [LoggerMessage(1015, LogLevel.Debug,
        "Undoing what a holder of pool {Pool} left on its connection, or closing it, failed; it is not used again.")]
    public static partial void ReturnFailed(ILogger logger, Exception exception, string pool);

    [LoggerMessage(1014, LogLevel.Error, "Flight record {Id} could not be written to {Folder}.")]
    public static partial void FlightNotWritten(ILogger logger, Exception exception, string id, string folder);

    [LoggerMessage(1016, LogLevel.Warning,
        "Pool {Pool}: the database could not be reached at start-up within {Timeout} ({Reason}). The service starts "
        + "without it, and connects when it is asked for something.")]
    public static partial void UnreachableAtStart(ILogger logger, string pool, TimeSpan timeout, string reason);

    [LoggerMessage(1017, LogLevel.Warning,
        "Pool {Pool}: connections that WarmUp asks for could not be opened ({Reason}); tried again in {Pause}.")]
    public static partial void WarmUpFailed(ILogger logger, string pool, string reason, TimeSpan pause);

    [LoggerMessage(1018, LogLevel.Warning,
        "Pool {Pool} is shut down while {Count} of its connections are leased; they close when they come back. "
        + "Holders: {Holders}.")]
    public static partial void HeldAtShutdown(ILogger logger, string pool, int count, string holders);

    [LoggerMessage(1019, LogLevel.Information, "Settings were changed at run time: {Changes}.")]
    public static partial void Reloaded(ILogger logger, string changes);

    [LoggerMessage(1020, LogLevel.Warning, "New settings are refused, and the old ones remain: {Reason}")]
    public static partial void ReloadRefused(ILogger logger, string reason);

    [LoggerMessage(1021, LogLevel.Warning, "These settings change with the next start only: {Changes}.")]
    public static partial void NeedsRestart(ILogger logger, string changes);

    [LoggerMessage(1022, LogLevel.Warning,
        "These background services run in no flow, and lease from the pool of requests: {Services}. They were "
        + "registered after AddBackgroundServiceFlows: call it last, or register them with AddHostedServiceInFlow.")]
    public static partial void OutsideFlows(ILogger logger, string services);

    [LoggerMessage(1023, LogLevel.Warning, "The health probe of database '{Database}' failed: {Reason}.")]
    public static partial void ProbeFailed(ILogger logger, string database, string reason);

    [LoggerMessage(1024, LogLevel.Information,
        "These hosted services are no BackgroundServices, so AddBackgroundServiceFlows leaves them alone: {Services}. "
        + "If they use the database, register them with AddHostedServiceInFlow, or begin flows inside them.")]
    public static partial void HostedOutsideFlows(ILogger logger, string services);
}
