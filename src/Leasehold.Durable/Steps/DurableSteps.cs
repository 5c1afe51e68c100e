namespace Leasehold.Durable;

/// <summary>The names of the steps of stage code, before and after every await.</summary>
public static class DurableSteps
{
    internal const string Preparing = "prepare.before";
    internal const string Inserting = "insert.before";
    internal const string Inserted = "insert.after";
    internal const string Prepared = "prepare.committed";
    internal const string Calling = "call.before";
    internal const string Called = "call.after";
    internal const string Reconciling = "reconcile.before";
    internal const string Reconciled = "reconcile.after";
    internal const string CallingAgain = "again.before";
    internal const string AgainFencing = "again.fencing";
    internal const string AgainFenced = "again.fenced";
    internal const string AgainWritten = "again.after";
    internal const string MayCallAgain = "again.committed";
    internal const string Saving = "save.before";
    internal const string Fencing = "fence.before";
    internal const string Fenced = "fence.after";
    internal const string Written = "save.after";
    internal const string Saved = "save.committed";
    internal const string Postponing = "unknown.before";
    internal const string PostponeFencing = "unknown.fencing";
    internal const string Postponed = "unknown.fenced";
    internal const string UnknownWritten = "unknown.after";
    internal const string UnknownSaved = "unknown.committed";
    internal const string Burying = "abandon.before";
    internal const string AbandonFencing = "abandon.fencing";
    internal const string Buried = "abandon.fenced";
    internal const string Abandoned = "abandon.after";
    internal const string AbandonSaved = "abandon.committed";
    internal const string Settling = "settle.before";
    internal const string Settled = "settle.after";
    internal const string Claiming = "claim.before";
    internal const string ClaimSelected = "claim.selected";
    internal const string ClaimUpdated = "claim.updated";
    internal const string Claimed = "claim.committed";
    internal const string Beating = "heartbeat.before";
    internal const string Beaten = "heartbeat.committed";
    internal const string Reporting = "progress.before";
    internal const string Reported = "progress.committed";
    internal const string Scheduling = "schedule.before";
    internal const string ScheduleSelected = "schedule.selected";
    internal const string ScheduleWritten = "schedule.written";
    internal const string Scheduled = "schedule.committed";
    internal const string HandingBack = "handback.before";
    internal const string HandedBack = "handback.committed";
    internal const string Removing = "retention.before";
    internal const string Removed = "retention.committed";

    /// <summary>Every step, in the order of an operation's life.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Preparing, Inserting, Inserted, Prepared, Calling, Called, Reconciling, Reconciled, CallingAgain,
        AgainFencing, AgainFenced, AgainWritten, MayCallAgain, Saving, Fencing, Fenced, Written, Saved, Postponing,
        PostponeFencing, Postponed, UnknownWritten, UnknownSaved, Burying, AbandonFencing, Buried, Abandoned,
        AbandonSaved, Settling, Settled, Claiming, ClaimSelected, ClaimUpdated, Claimed, Beating, Beaten, Reporting,
        Reported, Scheduling, ScheduleSelected, ScheduleWritten, Scheduled, HandingBack, HandedBack, Removing, Removed,
    ];
}
