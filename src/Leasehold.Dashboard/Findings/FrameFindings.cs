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

    public static IReadOnlyList<Finding> In(DashboardFrame frame, Words words)
    {
        var isOne = frame.Databases.Count == 1;
        var found = frame.Databases.SelectMany(database => Of(database, isOne, words)).Concat(Guard(frame, words));
        return [.. found.OrderBy(static f => f.Level).Take(MaxFindings)];
    }

    private static IEnumerable<Finding> Of(DatabaseFrame database, bool isOne, Words words)
    {
        var suffix = isOne ? "" : $" ({database.Name})";
        return database.Pools
            .SelectMany(pool => PoolFindings.In(
                new PoolName(pool.Now.Workload, isOne ? null : database.Name), pool.Now, words))
            .Concat(DeadLetters(database, suffix, words))
            .Concat(UnknownKinds(database, suffix, words))
            .Concat(Inefficient(database, suffix, words));
    }

    private static IEnumerable<Finding> DeadLetters(DatabaseFrame database, string suffix, Words words)
    {
        if (database.Durable is { Dead: { Count: > 0 } dead })
        {
            yield return new Finding(
                FindingLevel.Warning,
                words.DeadLetters(dead.Count, DurableFrame.MaxRows, suffix),
                words.DecideDead,
                Docs.DurableStages);
        }
    }

    private static IEnumerable<Finding> UnknownKinds(DatabaseFrame database, string suffix, Words words)
        => (database.Durable?.Waiting ?? []).Where(static kind => !kind.IsPaused)
            .Select(kind => new Finding(
                FindingLevel.Note,
                words.UnknownKind(kind.Prepared, kind.Kind, suffix),
                words.RegisterKind,
                Docs.DurableStages))
            .Take(3);

    private static IEnumerable<Finding> Inefficient(DatabaseFrame database, string suffix, Words words)
        => database.Endpoints
            .Where(static e => e is { Efficiency: < LowEfficiency, Leases: >= 10 } && e.MeanHold >= WorthALook)
            .Take(3)
            .Select(e => new Finding(
                FindingLevel.Note,
                words.Inefficient(e, suffix),
                e.External > e.Idle ? words.RestIsCall : words.RestIsCode,
                Docs.ThreeStages));

    // What is held at this moment is found in the pools; this is for what was over before anybody looked.
    private static IEnumerable<Finding> Guard(DashboardFrame frame, Words words)
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
                words.CalledWhileHolding(report),
                words.SplitOrAllow,
                Docs.ExternalCall));
    }
}
