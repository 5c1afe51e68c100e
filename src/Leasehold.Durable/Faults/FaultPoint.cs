namespace Leasehold.Durable.Faults;

/// <summary>The names of the points.</summary>
internal static class FaultPoint
{
    public const string Preparing = "prepare.before";
    public const string Inserting = "insert.before";
    public const string Inserted = "insert.after";
    public const string Prepared = "prepare.committed";
    public const string Calling = "call.before";
    public const string Called = "call.after";
    public const string Reconciling = "reconcile.before";
    public const string Reconciled = "reconcile.after";
    public const string CallingAgain = "again.before";
    public const string AgainFencing = "again.fencing";
    public const string AgainFenced = "again.fenced";
    public const string AgainWritten = "again.after";
    public const string MayCallAgain = "again.committed";
    public const string Saving = "save.before";
    public const string Fencing = "fence.before";
    public const string Fenced = "fence.after";
    public const string Written = "save.after";
    public const string Saved = "save.committed";
    public const string Postponing = "unknown.before";
    public const string PostponeFencing = "unknown.fencing";
    public const string Postponed = "unknown.fenced";
    public const string UnknownWritten = "unknown.after";
    public const string UnknownSaved = "unknown.committed";
    public const string Burying = "abandon.before";
    public const string AbandonFencing = "abandon.fencing";
    public const string Buried = "abandon.fenced";
    public const string Abandoned = "abandon.after";
    public const string AbandonSaved = "abandon.committed";
    public const string Settling = "settle.before";
    public const string Settled = "settle.after";
    public const string Claiming = "claim.before";
    public const string ClaimSelected = "claim.selected";
    public const string ClaimUpdated = "claim.updated";
    public const string Claimed = "claim.committed";
    public const string Beating = "heartbeat.before";
    public const string Beaten = "heartbeat.committed";
    public const string HandingBack = "handback.before";
    public const string HandedBack = "handback.committed";
    public const string Removing = "retention.before";
    public const string Removed = "retention.committed";

    public static IReadOnlyList<string> All { get; } =
    [
        Preparing, Inserting, Inserted, Prepared, Calling, Called, Reconciling, Reconciled, CallingAgain,
        AgainFencing, AgainFenced, AgainWritten, MayCallAgain, Saving, Fencing, Fenced, Written, Saved, Postponing,
        PostponeFencing, Postponed, UnknownWritten, UnknownSaved, Burying, AbandonFencing, Buried, Abandoned,
        AbandonSaved, Settling, Settled, Claiming, ClaimSelected, ClaimUpdated, Claimed, Beating, Beaten, HandingBack,
        HandedBack, Removing, Removed,
    ];
}
