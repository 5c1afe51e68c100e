using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>The core's log lines: event ids 1000 to 1099, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning,
        "A lease of pool {Pool} was lost without disposal and is reclaimed: {Holder}. Use 'await using'.")]
    public static partial void LeaseLeaked(ILogger logger, string pool, Holder holder);

    [LoggerMessage(1001, LogLevel.Warning,
        "A lease of pool {Pool} is held over its budget of {BudgetMs} ms: {Holder}.")]
    public static partial void HeldOverBudget(ILogger logger, string pool, double budgetMs, Holder holder);

    [LoggerMessage(1002, LogLevel.Warning,
        "The lease of pool {Pool} that was held over its budget came back after {HeldMs} ms.")]
    public static partial void OverBudgetReturned(ILogger logger, string pool, double heldMs);

    [LoggerMessage(1003, LogLevel.Warning,
        "Nested acquire: {Flow} waits for a lease of pool {Pool} while it holds {Held} already. If every request does, "
        + "they wait for each other for ever: return the first lease before taking the second.")]
    public static partial void NestedAcquire(ILogger logger, string flow, string pool, int held);

    [LoggerMessage(1004, LogLevel.Warning,
        "A connection of pool {Pool} failed its check; the pool's idle connections are closed.")]
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
        + "connections first: set Leasehold:Pools:{Workload}:Recycle to {Fitting} or less.")]
    public static partial void RecycleAboveServer(
        ILogger logger, string pool, TimeSpan recycle, TimeSpan idleTimeout, string workload, TimeSpan fitting);

    [LoggerMessage(1008, LogLevel.Warning, "The server's limits could not be read at start-up: {Reason}.")]
    public static partial void LimitsUnknown(ILogger logger, string reason);

    [LoggerMessage(1009, LogLevel.Error, "Watching the pools failed once and goes on.")]
    public static partial void WatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(1010, LogLevel.Warning, "The database undid a session; it is run again (repeat {Attempt}).")]
    public static partial void SessionRetried(ILogger logger, Exception exception, int attempt);

    [LoggerMessage(1011, LogLevel.Debug,
        "Rolling back a session of pool {Pool} failed; its connection is checked again.")]
    public static partial void RollbackFailed(ILogger logger, Exception exception, string pool);

    [LoggerMessage(1012, LogLevel.Warning,
        "{Endpoint} calls {Target} while it holds a connection of pool {Pool}: {Holder}. {Count} such calls since the "
        + "last line. Return the connection first, and save the answer in a new session.")]
    public static partial void CalledWhileHolding(
        ILogger logger, string endpoint, string target, string pool, Holder holder, long count);

    [LoggerMessage(1013, LogLevel.Information, "Flight record {Id} was made: {Path}.")]
    public static partial void FlightRecorded(ILogger logger, string id, string path);

    [LoggerMessage(1014, LogLevel.Error, "Flight record {Id} could not be written to {Folder}.")]
    public static partial void FlightNotWritten(ILogger logger, Exception exception, string id, string folder);
}
