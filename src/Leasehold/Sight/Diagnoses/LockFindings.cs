using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>What is said of those who are waited for.</summary>
internal static class LockFindings
{
    /// <summary>Of a session that waits for nobody itself.</summary>
    public static DiagnosisFinding Of(DiagnosedSession who, LockGroup group, SessionView view)
    {
        var (session, holder) = (who.Session, who.Holder);
        var kind = KindOf(who);
        var behind = Behind(group, view);
        var guess = group.Candidates > 1
            ? $" It is the likeliest of {group.Candidates}; the server does not tell which one has the lock." : "";
        var (what, action) = kind switch
        {
            DiagnosisKind.ExternalCall => (
                $"{Phrases.Who(who)}, waits for an external call to {holder!.ExternalHost} and keeps what it has "
                    + $"locked: {behind}",
                $"Split it into three stages{Phrases.At(who)}, so that the call runs with no connection."),
            DiagnosisKind.IdleInTransaction => (
                $"{Phrases.Who(who)}, {Phrases.Doing(session)} and keeps what it has locked: {behind}",
                $"Commit before the other work{Phrases.At(who)}, or split it into three stages."),
            DiagnosisKind.LockConvoy => (
                $"{Phrases.Who(who)}, {Phrases.Doing(session)} and keeps what it has locked: {behind}",
                $"Lock last and commit right after{Phrases.At(who)}: look at what it does between its first write and "
                    + "its commit, and at the query it runs there (an index). Spread what all of them write to."),
            _ => (
                $"{Phrases.Who(who)} {Phrases.Doing(session)} and keeps what it has locked: {behind}",
                session is null or { Number: 0 }
                    ? "Commit or roll back what was prepared there (pg_prepared_xacts, XA RECOVER names it)."
                    : "Find out whose it is, and end it."),
        };
        return new DiagnosisFinding
        {
            Kind = kind,
            What = what + guess,
            Who = who,
            For = Since(who, group),
            Waiting = group.Waiters.Count,
            Action = action,
            Command = session is { Number: > 0 } ? session.EndCommand : null,
        };
    }

    /// <summary>Of a statement on a table itself that waits, with others behind it.</summary>
    public static DiagnosisFinding OfChange(
        ServerSession change, long? root, int roots, LockGroup group, SessionView view)
    {
        var (changer, before) = (view.Name(change.Number), root is { } number ? view.Name(number) : null);
        var others = group.Waiters.Where(waiter => waiter.Number != change.Number).ToList();
        var kind = (change.Statement ?? "its statement is not told") + Phrases.On(group.Table);
        var behind = others.Count == 0 ? "nobody waits behind it yet"
            : $"{others.Count} wait behind it: {Phrases.Names(others.Select(waiter => view.Name(waiter.Number)))}";
        return new DiagnosisFinding
        {
            Kind = DiagnosisKind.SchemaChange,
            What = $"{Phrases.Who(changer)} waits for a lock on a whole table ({kind}), {behind}. It waits for "
                + (before is null ? "somebody that the server does not tell."
                    : $"{Phrases.Who(before)}, which {Phrases.Doing(before.Session)}"
                        + (roots > 1 ? $", the likeliest of {roots}." : ".")),
            Who = before ?? changer,
            For = group.Longest,
            Waiting = group.Waiters.Count,
            Action = $"Cancel the statement of {Phrases.Who(changer)}, and run it again with a short lock_timeout when "
                + $"{before?.ToString() ?? "the other"} is done{(before is null ? "" : Phrases.At(before))}.",
            Command = change.CancelCommand,
        };
    }

    /// <summary>Of waits for which the server names nobody, and nobody is likely.</summary>
    public static DiagnosisFinding OfUnknown(LockGroup group, SessionView view)
    {
        var waiting = group.Waiters.Select(static waiter => waiter.Number).ToHashSet();
        var candidates = view.HeldFor(group.Longest)
            .Where(lease => lease.Holder!.Session is not { } number || !waiting.Contains(number))
            .ToList();
        return new DiagnosisFinding
        {
            Kind = DiagnosisKind.UnknownBlocker,
            What = $"Somebody has a lock on a table, and the server does not tell who: {Behind(group, view)}"
                + (candidates.Count > 0 ? $" Leases that are out for longer: {Phrases.Names(candidates)}." : ""),
            Who = candidates.FirstOrDefault(),
            For = group.Longest,
            Waiting = group.Waiters.Count,
            Action = candidates.Count > 0
                ? $"Look at the lease{Phrases.At(candidates[0])} first; then at sessions that are asleep in the "
                    + "server's process list and have locked tables (LOCK TABLES)."
                : "Look for a session that is asleep in the server's process list and has locked tables (LOCK TABLES), "
                    + "and end it.",
        };
    }

    private static DiagnosisKind KindOf(DiagnosedSession who)
    {
        if (who.IsStranger)
        {
            return DiagnosisKind.Stranger;
        }

        if (who.Holder?.Activity == HolderActivity.ExternalCall)
        {
            return DiagnosisKind.ExternalCall;
        }

        return who.Session is { State: ServerSessionState.IdleInTransaction } session
            && (session.InStateFor ?? TimeSpan.Zero) >= Thresholds.LongWait
                ? DiagnosisKind.IdleInTransaction
                : DiagnosisKind.LockConvoy;
    }

    private static string Behind(LockGroup group, SessionView view)
    {
        var names = Phrases.Names(group.Waiters.Select(waiter => view.Name(waiter.Number)));
        var verb = group.Waiters.Count == 1 ? "waits" : "wait";
        return $"{group.Waiters.Count} {verb}{Phrases.On(group.Table)}, the longest for {Phrases.Age(group.Longest)} "
            + $"({names}).";
    }

    private static TimeSpan Since(DiagnosedSession who, LockGroup group)
        => who.Session is { State: ServerSessionState.IdleInTransaction, InStateFor: { } idle } ? idle : group.Longest;
}
