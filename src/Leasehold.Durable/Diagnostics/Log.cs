using Microsoft.Extensions.Logging;

namespace Leasehold.Durable;

/// <summary>This assembly's log lines: event ids 3000 to 3099, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error,
        "An attempt of {Kind} {Id} ended in an error that could not be written down; it is taken over when its claim "
        + "ends.")]
    public static partial void RunFailed(ILogger logger, Exception exception, string kind, Guid id);

    [LoggerMessage(3001, LogLevel.Error,
        "The outcome of {Kind} {Id} is known but was not saved; the next attempt asks for it again.")]
    public static partial void SaveFailed(ILogger logger, Exception exception, string kind, Guid id);

    [LoggerMessage(3002, LogLevel.Warning,
        "The outcome of {Kind} {Id} is unknown after attempt {Attempt} of {Most}: {Reason}. Asked again in {Pause}.")]
    public static partial void Postponed(
        ILogger logger, string kind, Guid id, int attempt, int most, string reason, TimeSpan pause);

    [LoggerMessage(3003, LogLevel.Error,
        "{Kind} {Id} is a dead letter after {Attempts} attempts: {Reason}. It needs a person; re-drive it when the "
        + "cause is gone.")]
    public static partial void Buried(ILogger logger, string kind, Guid id, int attempts, string reason);

    [LoggerMessage(3004, LogLevel.Error, "Abandoning {Kind} {Id} failed, so it is tried again later.")]
    public static partial void AbandonFailed(ILogger logger, Exception exception, string kind, Guid id);

    [LoggerMessage(3005, LogLevel.Warning,
        "A late owner of {Kind} {Id} (epoch {Epoch}) was stopped by the fence: another has it, or had.")]
    public static partial void Fenced(ILogger logger, string kind, Guid id, long epoch);

    [LoggerMessage(3006, LogLevel.Error,
        "The call of {Kind} {Id} broke the rules of its stage; mend the operation, or the code around it. Its outcome "
        + "is unknown meanwhile.")]
    public static partial void CallDefective(ILogger logger, Exception exception, string kind, Guid id);

    [LoggerMessage(3007, LogLevel.Warning,
        "This version cannot read the arguments of {Kind} {Id} (attempt {Attempt} of {Most}); another instance may. It "
        + "is due again in {Pause}.")]
    public static partial void ArgumentsUnreadable(
        ILogger logger, Exception exception, string kind, Guid id, int attempt, int most, TimeSpan pause);

    [LoggerMessage(3008, LogLevel.Warning,
        "The commit of operation {Id} has an unknown outcome; the database is asked what became of it.")]
    public static partial void CommitSettling(ILogger logger, Exception exception, Guid id);

    [LoggerMessage(3009, LogLevel.Error,
        "Writing down that the outcome of {Kind} {Id} is unknown failed; the next attempt is scheduled without it.")]
    public static partial void UnknownNotWritten(ILogger logger, Exception exception, string kind, Guid id);

    [LoggerMessage(3010, LogLevel.Warning, "Looking for due operations failed ({Failures} in a row); it goes on.")]
    public static partial void ClaimFailed(ILogger logger, Exception exception, int failures);

    [LoggerMessage(3011, LogLevel.Warning, "Renewing the claims on running operations failed; it goes on.")]
    public static partial void HeartbeatFailed(ILogger logger, Exception exception);

    [LoggerMessage(3012, LogLevel.Warning, "Removing completed operations failed; it goes on.")]
    public static partial void RetentionFailed(ILogger logger, Exception exception);

    [LoggerMessage(3013, LogLevel.Warning, "The journal's table could not be made yet; it is tried again.")]
    public static partial void SchemaFailed(ILogger logger, Exception exception);

    [LoggerMessage(3017, LogLevel.Critical,
        "The journal's table is none that this version can work with: no operation is recovered by this instance.")]
    public static partial void SchemaRefused(ILogger logger, Exception exception);

    [LoggerMessage(3030, LogLevel.Critical,
        "What the journal was to wait for has failed: its tables are not made, and no operation is recovered by this "
        + "instance.")]
    public static partial void StartFailed(ILogger logger, Exception? exception);

    [LoggerMessage(3018, LogLevel.Warning,
        "The journal has operations of the kind {Kind}, which is not registered here. They wait for an instance of a "
        + "service that has it; if there is none, nobody runs them.")]
    public static partial void KindUnknown(ILogger logger, string kind);

    [LoggerMessage(3019, LogLevel.Debug, "Progress of running operations could not be written down.")]
    public static partial void ProgressNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(3020, LogLevel.Warning, "Writing recurring operations failed; it goes on.")]
    public static partial void RecurrenceFailed(ILogger logger, Exception exception);

    [LoggerMessage(3021, LogLevel.Information, "The kind {Kind} is paused: no worker claims its operations.")]
    public static partial void KindPaused(ILogger logger, string kind);

    [LoggerMessage(3022, LogLevel.Information, "The kind {Kind} goes on.")]
    public static partial void KindGoesOn(ILogger logger, string kind);

    [LoggerMessage(3014, LogLevel.Information, "{Count} operations were handed back to the other instances.")]
    public static partial void HandedBack(ILogger logger, int count);

    [LoggerMessage(3015, LogLevel.Warning,
        "{Count} operations could not be handed back; they are taken over when their claims end.")]
    public static partial void HandBackFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(3016, LogLevel.Information,
        "Handing back {Count} operations that did not end within the grace of a stop.")]
    public static partial void HandingBack(ILogger logger, int count);
}
