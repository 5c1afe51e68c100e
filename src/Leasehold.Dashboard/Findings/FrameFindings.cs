namespace Leasehold.Dashboard;

/// <summary>Everything worth doing about a frame, the most urgent first.</summary>
internal static class FrameFindings
{
    /// <summary>More than a person reads; the rest waits behind them.</summary>
    public const int MaxFindings = 12;

    /// <summary>Below this an endpoint holds its connection mostly for something else.</summary>
    private const double LowEfficiency = 0.3;

    private static readonly TimeSpan WorthALook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    public static IReadOnlyList<Finding> In(DashboardFrame frame)
    {
        var isOne = frame.Databases.Count == 1;
        var found = frame.Databases.SelectMany(database => Of(database, isOne)).Concat(Guard(frame));
        return [.. found.OrderBy(static f => f.Level).Take(MaxFindings)];
    }

    private static IEnumerable<Finding> Of(DatabaseFrame database, bool isOne)
    {
        var suffix = isOne ? "" : $" ({database.Name})";
        return database.Pools
            .SelectMany(pool => PoolFindings.In($"pool {pool.Now.Workload}{suffix}", pool.Now))
            .Concat(DeadLetters(database, suffix))
            .Concat(Inefficient(database, suffix));
    }

    private static IEnumerable<Finding> DeadLetters(DatabaseFrame database, string suffix)
    {
        if (database.Durable is { Dead: { Count: > 0 } dead })
        {
            yield return new Finding(
                FindingLevel.Warning,
                $"{Texts.AtLeast(dead.Count, DurableFrame.MaxRows, "operation")}{suffix} used up all attempts: a "
                + "decision is needed.",
                "Read the reason under Operations, mend its cause, then re-drive: the next attempt begins by asking "
                + "the other side what happened, so nothing is done twice.",
                Docs.DurableStages);
        }
    }

    private static IEnumerable<Finding> Inefficient(DatabaseFrame database, string suffix)
        => database.Endpoints
            .Where(static e => e is { Efficiency: < LowEfficiency, Leases: >= 10 } && e.MeanHold >= WorthALook)
            .Take(3)
            .Select(e => new Finding(
                FindingLevel.Note,
                $"{e.Endpoint}{suffix} uses the database for {Texts.Percent(e.Efficiency!.Value)} of the time it holds "
                + $"a connection; at this rate its pool carries {Texts.Rate(e.Ceiling)}.",
                e.External > e.Idle
                    ? "The rest is an external call: split it into three stages."
                    : "The rest is its own code: lease later, return sooner, compute before the transaction.",
                Docs.ThreeStages));

    // What is held at this moment is found in the pools; this is for what was over before anybody looked.
    private static IEnumerable<Finding> Guard(DashboardFrame frame)
    {
        var now = frame.Databases
            .SelectMany(static d => d.Pools)
            .SelectMany(static p => p.Now.Holders)
            .Where(static h => h.Activity == HolderActivity.ExternalCall)
            .Select(static h => h.Flow)
            .ToHashSet(StringComparer.Ordinal);
        return frame.Reports
            .Where(report => report.LastAt >= frame.At - Recent && !now.Contains(report.Endpoint))
            .Take(5)
            .Select(report => new Finding(
                FindingLevel.Warning,
                $"{report.Endpoint} called {report.Target} {Texts.Times(report.Count)} while holding a connection"
                + $"{Texts.Place(report.Holder, " (", ")")}.",
                "Split it into three stages, or allow the target in Leasehold:Guard:Allow if that is meant.",
                Docs.ExternalCall));
    }
}
