using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Oracle;
using Leasehold.CrashLab.Tests.Purchases;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>
/// One fault: a service that has it, customers who insist, whoever recovers, and in the end the invariants.
/// </summary>
internal sealed class CrashRun(Bench bench, FaultPlan plan, Scenario scenario)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(45);
    private static int s_runs;

    private readonly string _prefix =
        string.Create(CultureInfo.InvariantCulture, $"r{Interlocked.Increment(ref s_runs)}-");
    private readonly List<string> _violations = [];
    private long _deadBefore;

    public async Task<RunResult> ExecuteAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await bench.Gateway.ResetAsync();
        await bench.Gateway.SetFaultsAsync(scenario.GatewayFaults ?? "{}");
        _deadBefore = await DeadAsync();
        var customers = scenario.Customers(_prefix);
        await using var crew = await Crew.StartAsync(bench, [plan, .. scenario.Faults], scenario.Settings);
        await using var watch = new RunWatch(bench, crew, _prefix);
        await DriveFirstAsync(customers, crew);
        await FinishAsync(customers, crew, started);
        await StopAsync(crew);
        await watch.StopAsync();

        var books = await Books.ReadAsync(bench.Database, _prefix);
        _violations.AddRange(Invariants.BrokenAtEnd(books, await bench.Gateway.LedgerAsync(), customers.All));
        var dead = (await Books.JournalAsync(bench.Database)).Dead - _deadBefore;
        if (dead != scenario.DeadLetters)
        {
            _violations.Add($"{dead} dead letters, not {scenario.DeadLetters}");
        }

        _violations.AddRange(watch.Violations);
        if (watch.LongestOverdue > LongestWait)
        {
            _violations.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"an operation waited {watch.LongestOverdue.TotalSeconds:F1} s for somebody to recover it"));
        }

        var result = new RunResult(
            bench.Database.Name,
            scenario.Name,
            plan,
            plan.StruckAt(crew.First.Output),
            _violations,
            watch.LongestOverdue,
            Stopwatch.GetElapsedTime(started));
        await LabLog.WriteAsync(
            result,
            crew.Serving == crew.First ? [crew.First.Output] : [crew.First.Output, crew.Serving.Output]);
        return result;
    }

    // A claim lasts one period from the fault at the most; whoever recovers has the second. One writer that hangs
    // holds up everybody on SQLite, until its client has had enough.
    private TimeSpan LongestWait
        => LabTimes.Claim + LabTimes.Slack
            + (plan.Action == FaultPlan.Hang && !bench.Database.IsShared ? LabTimes.ClientTimeout : TimeSpan.Zero);

    // Before the very first run there is no table.
    private async Task<long> DeadAsync()
    {
        try
        {
            return (await Books.JournalAsync(bench.Database)).Dead;
        }
        catch (DbException)
        {
            return 0;
        }
    }

    private async Task DriveFirstAsync(Customers customers, Crew crew)
    {
        var driving = customers.DriveInTurnAsync(crew.Client);
        if (scenario.IsStopped)
        {
            // As soon as its charge is at the gateway, if it lives to send one.
            await Task.WhenAny(driving, Pause.UntilAsync(
                async () => crew.First.HasExited || driving.IsCompleted || await bench.Gateway.ChargesMadeAsync() > 0,
                "the charge is made",
                Bound));
            await StopAsync(crew);
            await bench.Gateway.SetFaultsAsync("{}");
        }

        await driving;
    }

    private async Task FinishAsync(Customers customers, Crew crew, long started)
    {
        while (true)
        {
            await crew.EnsureServedAsync();
            if (customers.All.All(static one => one.IsDone || one.IsHopeless) && await IsJournalOverAsync())
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Bound)
            {
                var open = customers.All.Where(static purchase => !purchase.IsDone).Select(static one => one.Number);
                _violations.Add($"not over after {Bound}: {string.Join(", ", open)}");
                return;
            }

            await customers.DriveAsync(crew.Client);
            await Pause.BetweenLooksAsync();
        }
    }

    // A hopeless one is over only once it is on record, not before it has begun.
    private async Task<bool> IsJournalOverAsync()
    {
        var journal = await Books.JournalAsync(bench.Database);
        return journal.Open == 0 && journal.Dead >= _deadBefore + scenario.DeadLetters;
    }

    // An orderly stop passes points of its own; one in which something hangs has no orderly stop.
    private async Task StopAsync(Crew crew)
    {
        if (crew.First.HasExited || (plan.Action == FaultPlan.Hang && !scenario.IsStopped))
        {
            return;
        }

        var code = await crew.First.TerminateAsync();
        if (code != 0 && plan.StruckAt(crew.First.Output) is null)
        {
            _violations.Add($"the service ended with {code}");
        }
    }
}
