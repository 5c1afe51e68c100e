using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>Who is waited for in the database.</summary>
internal static class LockTroubles
{
    public static IEnumerable<DiagnosisFinding> In(SessionView view)
    {
        var byRoot = new Dictionary<long, LockGroup>();
        var byChange = new Dictionary<long, LockGroup>();
        var unknown = new LockGroup();
        foreach (var waiter in view.Waiting)
        {
            var between = new HashSet<long>();
            var roots = view.RootsOf(waiter, between);
            if (ChangeIn(view, waiter, between) is { } change)
            {
                GroupOf(byChange, change).Waiters.Add(waiter);
            }
            else if (roots.Count == 0 && between.Count == 0)
            {
                unknown.Waiters.Add(waiter);
            }
            else
            {
                AddTo(byRoot, view, waiter, between, roots);
            }
        }

        return byChange.Where(static pair => pair.Value.IsAFinding).Select(pair => OfChange(view, pair.Key, pair.Value))
            .Concat(byRoot.Where(static pair => pair.Value.IsAFinding)
                .Select(pair => LockFindings.Of(view.Name(pair.Key), pair.Value, view)))
            .Concat(unknown.Waiters.Count > 0 && unknown.IsAFinding ? [LockFindings.OfUnknown(unknown, view)] : []);
    }

    private static DiagnosisFinding OfChange(SessionView view, long change, LockGroup group)
    {
        var session = view.Find(change)!;
        var roots = view.RootsOf(session, new HashSet<long>());
        return LockFindings.OfChange(session, Likeliest(view, roots), roots.Count, group, view);
    }

    private static void AddTo(
        Dictionary<long, LockGroup> groups,
        SessionView view,
        ServerSession waiter,
        HashSet<long> between,
        HashSet<long> roots)
    {
        var isGuess = waiter.Wait!.AreCandidates
            || between.Any(number => view.Find(number)?.Wait?.AreCandidates == true);
        if (!isGuess)
        {
            foreach (var root in roots)
            {
                GroupOf(groups, root).Waiters.Add(waiter);
            }
        }
        else if (Likeliest(view, roots) is { } likeliest)
        {
            var group = GroupOf(groups, likeliest);
            group.Waiters.Add(waiter);
            group.Candidates = Math.Max(group.Candidates, roots.Count);
        }
    }

    // The one nearest to the start of the line: what stands before the waiter, and itself waits on a whole table.
    private static long? ChangeIn(SessionView view, ServerSession waiter, HashSet<long> between)
    {
        foreach (var number in between.OrderByDescending(number => view.Find(number)!.Wait!.Waited))
        {
            if (IsOfTable(view.Find(number)!))
            {
                return number;
            }
        }

        return IsOfTable(waiter) ? waiter.Number : null;
    }

    // By the lock too: the statement is not told without rights.
    private static bool IsOfTable(ServerSession session)
        => session.ChangesSchema || session.Wait?.Lock == "relation AccessExclusiveLock";

    // Whoever does nothing while its transaction is open comes before whoever works; the oldest first.
    private static long? Likeliest(SessionView view, HashSet<long> roots)
        => roots.Count == 0 ? null : roots
            .OrderByDescending(number => view.Find(number)?.State == ServerSessionState.IdleInTransaction)
            .ThenByDescending(number => view.Find(number)?.InTransactionFor ?? view.Find(number)?.InStateFor)
            .First();

    private static LockGroup GroupOf(Dictionary<long, LockGroup> groups, long number)
    {
        if (!groups.TryGetValue(number, out var group))
        {
            groups[number] = group = new LockGroup();
        }

        return group;
    }
}
