using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Runs;
using Leasehold.LocalServers.Files;

namespace Leasehold.CrashLab.Tests.Decisions;

/// <summary>
/// One fault in a program that adds, cancels, pauses, resumes, purges and recurs; replaced when it dies, and another
/// one at work beside it where the database can be shared.
/// </summary>
internal sealed class DecisionRun(LabDatabase database, FaultPlan plan)
{
    /// <summary>Never strikes.</summary>
    public static readonly FaultPlan NoFault = new(FaultPlan.Any, int.MaxValue, "throw");

    public const string Scenario = "decisions";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);
    private static readonly string[] Tables =
    [
        "CREATE TABLE lab_jobs (id CHAR(36) PRIMARY KEY, kind VARCHAR(50), status VARCHAR(20), ends INT)",
        "CREATE TABLE lab_ticks (at_s BIGINT, op CHAR(36))",
    ];

    private readonly List<JournalInstance> _instances = [];
    private readonly Queue<int> _freezesAt = new();
    private bool _hasFrozen;

    /// <summary>After how many calls the program stands still for three claims.</summary>
    public IReadOnlyList<int> FreezesAt
    {
        init => _freezesAt = new Queue<int>(value);
    }

    public async Task<RunResult> ExecuteAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var ledger = new TemporaryFolder("crash-lab-ledger-");
        foreach (var table in Tables)
        {
            await database.ExecuteAsync(table);
        }

        var violations = new List<string>();
        JournalInstance first;
        try
        {
            first = Start(ledger.Path, decides: true, plan);
            if (database.IsShared)
            {
                Start(ledger.Path, decides: false);
            }

            await using var watch = new DecisionWatch(database);
            await FinishAsync(ledger.Path, started, violations);
            await StopAsync();
            violations.AddRange(await watch.StopAsync());
            violations.AddRange(DecisionInvariants.Broken(
                await JobsAsync(), LedgerLine.ReadAll(ledger.Path), freezes: _hasFrozen));
            violations.AddRange(DecisionInvariants.BrokenTicks(await TicksAsync()));
        }
        finally
        {
            foreach (var instance in _instances)
            {
                await instance.DisposeAsync();
            }
        }

        var result = new RunResult(
            database.Name,
            Scenario,
            plan,
            plan.StruckAt(first.Output),
            violations,
            TimeSpan.Zero,
            Stopwatch.GetElapsedTime(started));
        await LabLog.WriteAsync(result, [.. _instances.Select(static instance => instance.Output)]);
        return result;
    }

    private JournalInstance Start(string ledger, bool decides, FaultPlan? fault = null)
    {
        var instance = JournalInstance.Start(database.Settings, ledger, decides, fault);
        _instances.Add(instance);
        return instance;
    }

    private async Task FinishAsync(string ledger, long started, List<string> violations)
    {
        var deciding = _instances[0];
        while (!deciding.IsScriptOver)
        {
            if (Stopwatch.GetElapsedTime(started) > Bound)
            {
                violations.Add($"not over after {Bound}");
                return;
            }

            if (_freezesAt.TryPeek(out var calls)
                && LedgerLine.ReadAll(ledger).Count(static line => line.What == "call") >= calls)
            {
                _freezesAt.Dequeue();
                _hasFrozen = true;
                deciding.Freeze();
                await Pause.OfAsync(LabTimes.Claim * 3);
                deciding.Thaw();
            }

            if (deciding.HasExited)
            {
                deciding = Start(ledger, decides: true);
            }

            await Pause.BetweenLooksAsync();
        }
    }

    // In order, as far as nothing hangs in them.
    private async Task StopAsync()
    {
        foreach (var instance in _instances.Where(static instance => !instance.HasExited))
        {
            await (plan.Action == FaultPlan.Hang && instance == _instances[0]
                ? instance.KillAsync()
                : instance.TerminateAsync());
        }
    }

    private Task<IReadOnlyList<JobRow>> JobsAsync()
        => database.ReadAsync(
            "SELECT id, kind, status, ends FROM lab_jobs",
            static row => new JobRow(
                row.GetValue(0).ToString()!,
                row.GetString(1),
                row.GetString(2),
                Convert.ToInt32(row.GetValue(3), CultureInfo.InvariantCulture)));

    // Those that are still in the journal will be run by whoever starts next.
    private async Task<IReadOnlyList<(long Second, string Id)>> TicksAsync()
        =>
        [
            .. await database.ReadAsync(
                "SELECT at_s, op FROM lab_ticks",
                static row => (
                    Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), row.GetValue(1).ToString()!)),
            .. await database.ReadAsync(
                "SELECT args, id FROM leasehold_operations WHERE kind = 'lab.tick' AND state = 0",
                static row => (
                    JsonSerializer.Deserialize<DateTimeOffset>(row.GetString(0)).ToUnixTimeSeconds(),
                    row.GetValue(1).ToString()!)),
        ];
}
