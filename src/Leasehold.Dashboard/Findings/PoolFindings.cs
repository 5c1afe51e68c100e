namespace Leasehold.Dashboard;

/// <summary>What one pool's figures say to a developer who was just woken.</summary>
internal static class PoolFindings
{
    /// <summary>Longer than this no transaction of a request should be; what is long on purpose is Batch.</summary>
    private static readonly TimeSpan LongHold = TimeSpan.FromSeconds(10);

    /// <summary>Longer than this nobody should wait for the turn to write.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    public static IEnumerable<Finding> In(PoolName where, PoolSnapshot pool, Words words) =>
    [
        .. Full(where, pool, words),
        .. Writers(where, pool, words),
        .. ExternalCalls(where, pool, words),
        .. LongHolds(where, pool, words),
        .. Past(where, pool, words),
    ];

    private static IEnumerable<Finding> Full(PoolName where, PoolSnapshot pool, Words words)
    {
        if (!pool.IsSaturated)
        {
            yield break;
        }

        var calls = pool.Holders.Count(static h => h.Activity == HolderActivity.ExternalCall);
        var advice = calls > 0
            ? words.MendCalls(calls, pool.Holders.Count)
            : pool.Holders is [{ } longest, ..] && longest.HeldFor >= LongHold
                ? words.ShortenLongest(longest)
                : words.EnlargePool(pool.Workload);
        yield return new Finding(FindingLevel.Urgent, words.PoolIsFull(where, pool), advice, Docs.PoolExhausted);
    }

    // Writers that take turns wait a little all the time.
    private static IEnumerable<Finding> Writers(PoolName where, PoolSnapshot pool, Words words)
    {
        if (pool.Writers is { Waiting: > 0 } line && line.LongestWait >= LongWait)
        {
            var isCalling = line.Writer?.Activity == HolderActivity.ExternalCall;
            yield return new Finding(
                FindingLevel.Urgent,
                words.WritersWait(where, line),
                isCalling ? words.SplitThree : words.ShortenWriter,
                Docs.PoolExhausted);
        }
    }

    private static IEnumerable<Finding> ExternalCalls(PoolName where, PoolSnapshot pool, Words words)
        => pool.Holders
            .Where(static h => h.Activity == HolderActivity.ExternalCall)
            .GroupBy(h => (Name: words.NameOf(h), h.ExternalHost))
            .Select(group => new Finding(
                FindingLevel.Urgent,
                words.HoldsAcrossCall(group.MaxBy(static h => h.HeldFor)!, group.Count(), where),
                words.SplitThree,
                Docs.ThreeStages));

    private static IEnumerable<Finding> LongHolds(PoolName where, PoolSnapshot pool, Words words)
        => pool.Workload == Workload.Batch.Name
            ? []
            : pool.Holders
                .Where(static h => h.HeldFor >= LongHold && h.Activity != HolderActivity.ExternalCall)
                .GroupBy(words.NameOf, StringComparer.Ordinal)
                .Select(group => new Finding(
                    FindingLevel.Warning,
                    words.HoldsLong(group.First(), group.Count(), where, group.Max(static h => h.HeldFor)),
                    words.ShortenHold,
                    Docs.LongHold));

    private static IEnumerable<Finding> Past(PoolName where, PoolSnapshot pool, Words words)
    {
        if (pool.TimedOut + pool.Refused > 0)
        {
            yield return new Finding(
                FindingLevel.Warning, words.TurnedAway(where, pool), words.ReadRecord, Docs.PoolExhausted);
        }

        if (pool.Leaked > 0)
        {
            yield return new Finding(
                FindingLevel.Warning, words.LeasesLost(where, pool.Leaked), words.UseAwaitUsing, Docs.LostLease);
        }

        if (pool.NestedAcquires > 0)
        {
            yield return new Finding(
                FindingLevel.Warning,
                words.NestedIn(where, pool.NestedAcquires),
                words.PassSession,
                Docs.NestedAcquire);
        }
    }
}
