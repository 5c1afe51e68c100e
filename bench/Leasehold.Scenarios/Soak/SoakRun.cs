using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Soak.Watching;

namespace Leasehold.Scenarios.Soak;

/// <summary>All databases at once, and what came of it.</summary>
internal sealed class SoakRun
{
    /// <summary>
    /// SQLite's calls and the callers' waits for a file block their threads: as many as callers, so that one database
    /// does not starve the other.
    /// </summary>
    private const int LeastThreads = 64;

    private SoakRun(
        IReadOnlyList<DatabaseSoak> databases, ProcessWatch process, TimeSpan lateness, TimeSpan latenessOfPool)
    {
        Databases = databases;
        Process = process;
        Lateness = lateness;
        LatenessOfPool = latenessOfPool;
    }

    public IReadOnlyList<DatabaseSoak> Databases { get; }

    public ProcessWatch Process { get; }

    /// <summary>The largest lateness of a thread on this machine meanwhile: added to the bounds on time.</summary>
    public TimeSpan Lateness { get; }

    public TimeSpan LatenessOfPool { get; }

    /// <summary>The first ones that no fault explains, in full.</summary>
    public IEnumerable<string> UnexpectedErrors
        => Databases.SelectMany(static soak => soak.Applications)
            .SelectMany(static application => application.Errors.First);

    public static async Task<SoakRun> RunAsync(SoakPlan plan)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), ports);
        var dice = new Random(plan.Seed);
        var databases = new List<DatabaseSoak>();
        try
        {
            foreach (var name in plan.Databases)
            {
                databases.Add(await DatabaseSoak.StartAsync(plan, name, dice.Next()));
            }

            using var waits = new PoolWaits(databases.SelectMany(static soak => soak.Applications)
                .ToDictionary(
                    static application => application.Name,
                    static application => application.Waits,
                    StringComparer.Ordinal));
            using var heart = new Heartbeat();
            using var stop = new CancellationTokenSource(plan.Duration);
            var process = new ProcessWatch(plan.Duration);
            var watching = Task.Run(() => process.RunAsync(stop.Token), CancellationToken.None);
            await Task.WhenAll(databases.Select(static soak => soak.RunAsync()));
            await watching;
            return new SoakRun(databases, process, heart.Latest, heart.LatestOfPool);
        }
        finally
        {
            foreach (var soak in databases)
            {
                await soak.DisposeAsync();
            }
        }
    }

    public IEnumerable<Verdict> Judge() => [.. Databases.SelectMany(Judge), .. JudgeProcess()];

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.00} s";

    private static string Listed(IReadOnlyCollection<string> problems)
        => problems.Count == 0 ? "0" : $"{problems.Count}: {string.Join(" | ", problems.Take(12))}";

    private static Verdict Flat(string what, (double Before, double After) measured, double times, double more)
        => new(
            $"{what} flat: at the end at most {times}× + {more} of after warm-up",
            $"{measured.Before:0.#} → {measured.After:0.#}",
            measured.After <= (measured.Before * times) + more);

    private IEnumerable<Verdict> Judge(DatabaseSoak soak)
    {
        var applications = soak.Applications;
        yield return new Verdict($"{soak.Name}: 0 places lost", Listed(soak.Lost), soak.Lost.Count == 0);
        yield return new Verdict($"{soak.Name}: 0 callers hang", Listed(soak.Hung), soak.Hung.Count == 0);

        var unheld = soak.Watches.SelectMany(static watch => watch.Unheld.Values).MaxBy(static s => s.Longest)!;
        yield return Within($"{soak.Name}: no taken place without a holder", unheld, SoakPlan.HolderMargin);

        var longest = applications.MaxBy(static application => application.Waits.Longest)!.Waits;
        var bound = SoakPlan.AcquireTimeout + SoakPlan.WaitMargin + Lateness;
        yield return new Verdict(
            $"{soak.Name}: no wait beyond AcquireTimeout + 1 s + lateness: {Seconds(bound)}",
            $"{Seconds(longest.Longest)} ({longest.LongestOf})",
            longest.Longest <= bound);

        var over = soak.Watches.Select(static watch => watch.OverBudget).MaxBy(static s => s.Longest)!;
        yield return Within(
            $"{soak.Name}: connections within the budget unless cleared", over, SoakPlan.ClosingMargin);
        var far = soak.Watches.Select(static watch => watch.FarOverBudget).MaxBy(static s => s.Longest)!;
        yield return Within($"{soak.Name}: never twice the budget", far, SoakPlan.ClosingMargin);

        var errors = applications.Sum(static application => application.Errors.Unexpected)
            + applications.Sum(static application => application.Clearings.WatchFailures);
        yield return new Verdict($"{soak.Name}: 0 errors that no fault explains", $"{errors}", errors == 0);

        var marks = applications.SelectMany(static application => application.MarksSeen).ToList();
        yield return new Verdict(
            $"{soak.Name}: nothing left by a holder reaches another",
            $"marks seen {Listed(marks)}, {soak.LeftBehind} rows left behind",
            marks.Count + soak.LeftBehind == 0);
    }

    private Verdict Within(string promise, LongestSpell spell, TimeSpan margin)
    {
        var bound = margin + Lateness;
        return new Verdict(
            $"{promise} for {Seconds(bound)}", $"{Seconds(spell.Longest)} {spell.Seen}", spell.Longest <= bound);
    }

    private IEnumerable<Verdict> JudgeProcess()
    {
        if (!Process.HasSettled)
        {
            yield break;
        }

        yield return Flat("heap (MB)", Process.HeapMb, 1.1, 4);
        yield return Flat("threads", Process.Threads, 1.1, 8);
        yield return Flat("handles", Process.Handles, 1.1, 24);
    }
}
