using System.Diagnostics;
using Leasehold.Scenarios.Soak.Applications;

namespace Leasehold.Scenarios.Soak.Callers;

/// <summary>A caller that does one thing after the other, drawn by weight, some of them cancelled.</summary>
internal sealed class AsyncCaller(SoakApplication application, int seed)
{
    private const int LongestPauseMs = 10;
    private const int LongestPatienceMs = 30;

    private static readonly (int Weight, string Name, Func<Turn, Task> Run)[] Doings =
    [
        (14, "lease", ConnectionDoings.LeaseAsync),
        (10, "lease and return", ConnectionDoings.NothingAsync),
        (10, "bare connection", ConnectionDoings.BareAsync),
        (10, "command of the pool", ConnectionDoings.CommandAsync),
        (2, "command of the pool, read half-way", ConnectionDoings.HalfReadByCommandAsync),
        (2, "lease, read half-way", ConnectionDoings.HalfReadOnLeaseAsync),
        (2, "bare connection, read half-way", ConnectionDoings.HalfReadOnBareAsync),
        (1, "lease, discarded", ConnectionDoings.DiscardAsync),
        (3, "lease, left in a mess", ConnectionDoings.MessOnLeaseAsync),
        (3, "bare connection, left in a mess", ConnectionDoings.MessOnBareAsync),
        (8, "session", SessionDoings.WriteAsync),
        (5, "read session", SessionDoings.ReadAsync),
        (4, "session begun", SessionDoings.BegunAsync),
        (4, "scope", SessionDoings.ScopeAsync),
        (4, "stages", SessionDoings.StageAsync),
        (3, "durable", SessionDoings.DurableAsync),
        (6, "context", ContextDoings.QueryAsync),
        (4, "context, saved", ContextDoings.SaveAsync),
        (3, "context, opened", ContextDoings.OpenedAsync),
        (2, "context, read half-way", ContextDoings.HalfReadAsync),
        (2, "context, transaction left open", ContextDoings.LeaveTransactionAsync),
        (2, "context, left in a mess", ContextDoings.MessAsync),
        (3, "context in a session", ContextDoings.InSessionAsync),
    ];

    private static readonly int WholeWeight = Doings.Sum(static doing => doing.Weight);

    private readonly Random _random = new(seed);

    /// <summary>What it does at this moment, and since when.</summary>
    public (string Name, long Since) Doing { get; private set; } = ("", 0);

    public int Done { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (_, name, run) = Draw();
            Doing = (name, Stopwatch.GetTimestamp());
            await DoAsync(name, run);
            Done++;
            await Task.Delay(_random.Next(LongestPauseMs), CancellationToken.None);
        }

        Doing = ("", 0);
    }

    private async Task DoAsync(string name, Func<Turn, Task> run)
    {
        using var patience = new CancellationTokenSource();
        var isCancelled = _random.Next(8) == 0;
        try
        {
            if (!isCancelled)
            {
                await run(new Turn(application, name, _random, CancellationToken.None));
                return;
            }

            patience.CancelAfter(_random.Next(LongestPatienceMs));
            var turn = new Turn(application, name, _random, patience.Token);
            await turn.CancellingAsync(() => run(turn));
        }
        catch (Exception exception)
        {
            application.Errors.Add(exception, name, application.Pools.Provider, isCancelled);
        }
    }

    private (int Weight, string Name, Func<Turn, Task> Run) Draw()
    {
        var drawn = _random.Next(WholeWeight);
        foreach (var doing in Doings)
        {
            if ((drawn -= doing.Weight) < 0)
            {
                return doing;
            }
        }

        return Doings[0];
    }
}
