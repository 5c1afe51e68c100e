using Leasehold.Scenarios.Soak.Applications;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>Looks at an application all the time: places without a holder, connections above the budget.</summary>
internal sealed class ApplicationWatch(SoakApplication application)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, LongestSpell> _unheld = new(StringComparer.Ordinal);

    /// <summary>Places that were taken while the ledger named fewer holders.</summary>
    public IReadOnlyDictionary<string, LongestSpell> Unheld => _unheld;

    /// <summary>More connections than the budget while nothing had been cleared.</summary>
    public LongestSpell OverBudget { get; } = new();

    /// <summary>More than twice the budget, whatever had been cleared.</summary>
    public LongestSpell FarOverBudget { get; } = new();

    public int MostConnections { get; private set; }

    public long Samples { get; private set; }

    /// <summary>Of them, with nothing cleared.</summary>
    public long Judged { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            LookAtPlaces();
            LookAtConnections();
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void LookAtPlaces()
    {
        foreach (var pool in application.Pools.All)
        {
            var now = pool.Snapshot(1000);
            if (!_unheld.TryGetValue(pool.Name, out var spell))
            {
                _unheld[pool.Name] = spell = new LongestSpell();
            }

            spell.Sample(
                now.InUse + now.OverflowInUse > now.Holders.Count,
                () => $"{now.InUse}+{now.OverflowInUse} in use, {now.Holders.Count} holders, {now.Waiting} wait");
        }
    }

    private void LookAtConnections()
    {
        var isCleared = application.Clearings.IsRecent;
        var open = application.CountConnections();
        var allowed = SoakPlan.Budget + Volatile.Read(ref application.Cancelling);
        Samples++;
        Judged += isCleared ? 0 : 1;
        MostConnections = Math.Max(MostConnections, open);
        OverBudget.Sample(!isCleared && open > allowed, () => $"{open} of {allowed}");
        FarOverBudget.Sample(open > SoakPlan.Budget + allowed, () => $"{open} of {allowed}");
    }
}
