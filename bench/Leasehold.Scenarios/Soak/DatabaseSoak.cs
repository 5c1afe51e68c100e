using System.Diagnostics;
using Leasehold.Scenarios.Soak.Applications;
using Leasehold.Scenarios.Soak.Callers;
using Leasehold.Scenarios.Soak.Databases;
using Leasehold.Scenarios.Soak.Faults;
using Leasehold.Scenarios.Soak.Watching;

namespace Leasehold.Scenarios.Soak;

/// <summary>One database with two applications: one shares its overflow's data source, the other does not.</summary>
internal sealed class DatabaseSoak : IAsyncDisposable
{
    private readonly SoakPlan _plan;
    private readonly SoakDatabase _database;
    private readonly IReadOnlyList<SoakApplication> _applications;
    private readonly List<AsyncCaller> _callers = [];
    private readonly List<BlockingCaller> _blocking = [];
    private readonly int _seed;

    private DatabaseSoak(
        SoakPlan plan, SoakDatabase database, IReadOnlyList<SoakApplication> applications, int seed)
    {
        _plan = plan;
        _database = database;
        _applications = applications;
        _seed = seed;
        Watches = [.. applications.Select(static application => new ApplicationWatch(application))];
        Faults = new FaultDeck(database, applications, seed, plan.Duration);
    }

    public string Name => _database.Name;

    public IReadOnlyList<SoakApplication> Applications => _applications;

    public IReadOnlyList<ApplicationWatch> Watches { get; }

    public FaultDeck Faults { get; }

    public int Done => _callers.Sum(static caller => caller.Done) + _blocking.Sum(static caller => caller.Done);

    public int Interrupts { get; private set; }

    /// <summary>What did not end, and for how long it had been going on.</summary>
    public IReadOnlyList<string> Hung { get; private set; } = [];

    /// <summary>What was found wrong with the pools once everybody had gone.</summary>
    public List<string> Lost { get; } = [];

    public long LeftBehind { get; private set; }

    public static async Task<DatabaseSoak> StartAsync(SoakPlan plan, string name, int seed)
    {
        var database = await SoakDatabase.StartAsync(name);
        return new DatabaseSoak(
            plan,
            database,
            [
                await SoakApplication.StartAsync(database, sharesOverflow: true),
                await SoakApplication.StartAsync(database, sharesOverflow: false),
            ],
            seed);
    }

    public async Task RunAsync()
    {
        using var stop = new CancellationTokenSource();
        using var stopWatching = new CancellationTokenSource();
        var watching = Watches.Select(watch => Task.Run(() => watch.RunAsync(stopWatching.Token))).ToList();
        var faults = Task.Run(() => Faults.RunAsync(stop.Token));
        var interrupting = StartCallers(stop.Token, out var running);
        await Task.Delay(_plan.Duration);
        await stop.CancelAsync();

        // A server that is being restarted is up again before the callers' last errors are judged.
        await Task.WhenAny(faults, Task.Delay(SoakPlan.EndMargin));
        await Task.WhenAny(Task.WhenAll(running), Task.Delay(SoakPlan.EndMargin));
        Hung = [.. StillDoing(), .. faults.IsCompleted ? [] : (string[])[$"fault: {Faults.Doing}"]];
        await DescribeHungAsync();
        Interrupts = await interrupting;
        await stopWatching.CancelAsync();
        await Task.WhenAll(watching);
        foreach (var application in _applications)
        {
            await application.StopAsync();
            Lost.AddRange(await LastLook.TakeAsync(application));
            LeftBehind += await _database.ReadAsync(
                application.ConnectionString, "SELECT count(*) FROM left_behind");
        }

        await faults;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    private Task<int> StartCallers(CancellationToken stop, out List<Task> running)
    {
        var dice = new Random(_seed);
        running = [];
        foreach (var application in _applications)
        {
            for (var i = 0; i < SoakPlan.AsyncCallers; i++)
            {
                var caller = new AsyncCaller(application, dice.Next());
                _callers.Add(caller);
                running.Add(Task.Run(() => caller.RunAsync(stop), CancellationToken.None));
            }

            for (var i = 0; i < SoakPlan.BlockingCallers; i++)
            {
                var caller = new BlockingCaller(application, dice.Next(), stop);
                _blocking.Add(caller);
                running.Add(caller.Ended);
            }
        }

        var interrupter = new Interrupter(_blocking, dice.Next());
        return Task.Run(
            async () =>
            {
                await interrupter.RunAsync(stop);
                return interrupter.Interrupts;
            },
            CancellationToken.None);
    }

    private async Task DescribeHungAsync()
    {
        foreach (var application in Hung.Count == 0 ? [] : _applications)
        {
            Hung = [.. Hung, .. await _database.ReadSessionsAsync(application.ConnectionString)];
        }
    }

    private IEnumerable<string> StillDoing()
        => _callers.Select(static caller => caller.Doing)
            .Concat(_blocking.Select(static caller => caller.Doing))
            .Where(static doing => doing.Name.Length > 0)
            .Select(static doing => $"{doing.Name} for {Stopwatch.GetElapsedTime(doing.Since).TotalSeconds:0} s");
}
