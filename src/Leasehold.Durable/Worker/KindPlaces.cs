namespace Leasehold.Durable;

/// <summary>What the worker may still run at a time, for each kind by itself: a slow one starves no other.</summary>
/// <remarks>Thread-safe; taken by one loop, given back by the runs.</remarks>
internal sealed class KindPlaces
{
    private readonly Dictionary<string, int> _free;
    private readonly WakeSignal _signal;

    // Guards the numbers.
    private readonly Lock _lock = new();

    public KindPlaces(OperationCatalog catalog, DurableOptions options, WakeSignal signal)
    {
        _signal = signal;
        _free = catalog.Kinds.ToDictionary(
            static kind => kind,
            kind => catalog.Of(kind).Options.MaxConcurrency ?? options.MaxConcurrency,
            StringComparer.Ordinal);
    }

    /// <summary>Kinds of which more can be run, with how many.</summary>
    public IReadOnlyList<(string Kind, int Places)> Free()
    {
        lock (_lock)
        {
            return [.. _free.Where(static kind => kind.Value > 0).Select(static kind => (kind.Key, kind.Value))];
        }
    }

    public void Take(string kind, int count)
    {
        lock (_lock)
        {
            _free[kind] -= count;
        }
    }

    public void GiveBack(string kind)
    {
        bool wasFull;
        lock (_lock)
        {
            wasFull = _free[kind]++ == 0;
        }

        if (wasFull)
        {
            // More of it may be due, and the loop has not looked.
            _signal.Set();
        }
    }
}
