using Leasehold.LocalServers.Servers;
using Leasehold.Scenarios.Soak.Applications;
using Leasehold.Scenarios.Soak.Databases;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Scenarios.Soak.Faults;

/// <summary>What befalls one database: each kind once in every round, in an order that the dice decide.</summary>
internal sealed class FaultDeck
{
    private const int Pauses = 20;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(6);

    private readonly SoakDatabase _database;
    private readonly IReadOnlyList<SoakApplication> _applications;
    private readonly Random _random;
    private readonly TimeSpan _pause;
    private readonly (string Name, Func<Task> Run)[] _cards;
    private readonly Dictionary<string, int> _played = new(StringComparer.Ordinal);

    public FaultDeck(
        SoakDatabase database, IReadOnlyList<SoakApplication> applications, int seed, TimeSpan duration)
    {
        _database = database;
        _applications = applications;
        _random = new Random(seed);
        _pause = duration / Pauses > LongestPause ? LongestPause : duration / Pauses;
        _cards =
        [
            .. CardsOfAll(),
            .. database.Server is null ? CardsOfFile() : CardsOfServer(),
            .. database.SurvivesSilence ? CardsOfSilence() : [],
        ];
    }

    /// <summary>What happened how often.</summary>
    public IReadOnlyDictionary<string, int> Played => _played;

    /// <summary>What happens at this moment.</summary>
    public string Doing { get; private set; } = "";

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            _random.Shuffle(_cards);
            foreach (var (name, run) in _cards)
            {
                var pause = ShortestPause + (_pause * _random.NextDouble());
                await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested)
                {
                    break;
                }

                Doing = name;
                await run();
                _played[name] = _played.GetValueOrDefault(name) + 1;
                Doing = "";
            }
        }
    }

    private (string Name, Func<Task> Run)[] CardsOfAll() =>
    [
        ("clear", () => Do(application => Clear(application, application.Pick(_random)))),
        ("clear", () => Do(static application => Clear(application, application.Pools.Api))),
        ("lose a lease", () => DoAsync(Losses.LeaseAsync)),
        ("lose a bare connection", () => DoAsync(Losses.BareAsync)),
        ("lose a reader", () => DoAsync(Losses.ReaderAsync)),
        ("lose a context", () => DoAsync(Losses.ContextAsync)),
    ];

    private (string Name, Func<Task> Run)[] CardsOfServer() =>
    [
        ("kill a session", () => DoAsync(application => _database.KillSomeAsync(application.ConnectionString, 1))),
        ("kill some sessions", () => DoAsync(application => _database.KillSomeAsync(application.ConnectionString, 4))),
        ("kill all sessions", () => _database.Server!.KillSessionsAsync()),
        ("cut the network", () => Do(static application => application.Proxy!.CutAll())),
        ("restart", () => _database.Server!.RestartAsync()),
        ("crash", () => _database.Server!.RestartAsync(StopMode.Kill)),
    ];

    private (string Name, Func<Task> Run)[] CardsOfSilence() => [("freeze the network", FreezeAsync)];

    private (string Name, Func<Task> Run)[] CardsOfFile() =>
    [
        ("another writer", () => DoAsync(application => Losses.HoldFileAsync(application, ShortSpell(1000)))),
    ];

    // Half of it is longer than a check may take.
    private async Task FreezeAsync()
    {
        await Do(static application => application.Proxy!.FreezeAll(TrafficDirection.ToClient));
        await Task.Delay(ShortSpell(2000));
        await Do(static application => application.Proxy!.Thaw());
    }

    private TimeSpan ShortSpell(int mostMs) => TimeSpan.FromMilliseconds(_random.Next(mostMs));

    private static void Clear(SoakApplication application, ConnectionPool pool)
    {
        application.Clearings.Note();
        pool.Clear();
        application.Clearings.Note();
    }

    private Task Do(Action<SoakApplication> fault)
    {
        foreach (var application in _applications)
        {
            fault(application);
        }

        return Task.CompletedTask;
    }

    // A fault that cannot be brought about since the pool is full, or the server not there, is left out.
    private async Task DoAsync(Func<SoakApplication, Task> fault)
    {
        foreach (var application in _applications)
        {
            try
            {
                await fault(application);
            }
            catch (Exception exception)
            {
                application.Errors.Add(exception, Doing, application.Pools.Provider, isDisturbed: false);
            }
        }
    }
}
