using System.Globalization;

namespace Leasehold.Dashboard;

/// <summary>What one pool's figures say to a developer who was just woken.</summary>
internal static class PoolFindings
{
    /// <summary>Longer than this no transaction of a request should be; what is long on purpose is Batch.</summary>
    private static readonly TimeSpan LongHold = TimeSpan.FromSeconds(10);

    public static IEnumerable<Finding> In(string where, PoolSnapshot pool)
        => [.. Full(where, pool), .. ExternalCalls(where, pool), .. LongHolds(where, pool), .. Past(where, pool)];

    private static IEnumerable<Finding> Full(string where, PoolSnapshot pool)
    {
        if (!pool.IsSaturated)
        {
            yield break;
        }

        var calls = pool.Holders.Count(static h => h.Activity == HolderActivity.ExternalCall);
        var advice = calls > 0
            ? $"{calls} of its {pool.Holders.Count} holders wait for an external call and need no connection for that: "
                + "mend those first. A larger pool would only fill later."
            : pool.Holders is [{ } longest, ..] && longest.HeldFor >= LongHold
                ? $"Its longest holder, {NameOf(longest)}, has held for {Texts.Age(longest.HeldFor)}: shorten that "
                    + "transaction, or give this work a pool of its own (Batch)."
                : "Its holders are short and many. If the database has room, raise "
                    + $"Leasehold:Pools:{pool.Workload}:Size or MaxOverflow; if not, shed load earlier (MaxWaiters).";
        yield return new Finding(
            FindingLevel.Urgent,
            $"{Texts.Capital(where)} is full: {pool.InUse} of {pool.Size} connections leased, "
            + $"{Texts.Count(pool.Waiting, "caller")} in line.",
            advice,
            Docs.PoolExhausted);
    }

    private static IEnumerable<Finding> ExternalCalls(string where, PoolSnapshot pool)
        => pool.Holders
            .Where(static h => h.Activity == HolderActivity.ExternalCall)
            .GroupBy(static h => (Name: NameOf(h), h.ExternalHost))
            .Select(group =>
            {
                var longest = group.MaxBy(static h => h.HeldFor)!;
                var many = group.Count() > 1 ? $"{group.Count()} connections" : "a connection";
                return new Finding(
                    FindingLevel.Urgent,
                    $"{group.Key.Name} holds {many} of {where} across an external call to {group.Key.ExternalHost}, "
                    + $"for {Texts.Age(longest.HeldFor)} so far{Texts.Place(longest, " (", ")")}.",
                    "Split it into three stages: save what you need and commit, call with no connection in hand, save "
                    + "the answer in a new session.",
                    Docs.ThreeStages);
            });

    private static IEnumerable<Finding> LongHolds(string where, PoolSnapshot pool)
        => pool.Workload == Workload.Batch.Name
            ? []
            : pool.Holders
                .Where(static h => h.HeldFor >= LongHold && h.Activity != HolderActivity.ExternalCall)
                .GroupBy(NameOf, StringComparer.Ordinal)
                .Select(group => new Finding(
                    FindingLevel.Warning,
                    $"{group.Key} has held {Texts.Count(group.Count(), "connection")} of {where} for up to "
                    + $"{Texts.Age(group.Max(static h => h.HeldFor))}, {Texts.Doing(group.First())}.",
                    "Shorten the transaction, or let it lease from Batch. If it waits for something that is not HTTP, "
                    + "tell the guard of it: guard.Call(\"smtp\").",
                    Docs.LongHold));

    private static IEnumerable<Finding> Past(string where, PoolSnapshot pool)
    {
        if (pool.TimedOut + pool.Refused > 0)
        {
            yield return new Finding(
                FindingLevel.Warning,
                string.Create(CultureInfo.InvariantCulture,
                    $"{Texts.Capital(where)} has turned away {pool.TimedOut + pool.Refused} callers since the start: "
                    + $"{pool.TimedOut} waited too long, {pool.Refused} were refused at once."),
                "Read the flight record of that moment: it names who held the connections then.",
                Docs.PoolExhausted);
        }

        if (pool.Leaked > 0)
        {
            yield return new Finding(
                FindingLevel.Warning,
                $"{Texts.Count(pool.Leaked, "lease")} of {where} never came back by disposal and had to be reclaimed.",
                "The log names where they were taken. Put `await using` before every lease and session there.",
                Docs.LostLease);
        }

        if (pool.NestedAcquires > 0)
        {
            yield return new Finding(
                FindingLevel.Warning,
                $"{Texts.Count(pool.NestedAcquires, "caller")} of {where} waited for a second connection while holding "
                + "a first.",
                "Pass the open session on instead. When every place is held by somebody who waits for a second one, "
                + "nobody ever gets it.",
                Docs.NestedAcquire);
        }
    }

    private static string NameOf(Holder holder)
        => holder.Flow ?? (holder.Member.Length > 0 ? holder.Member : "(no flow)");
}
