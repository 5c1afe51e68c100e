namespace Leasehold.Sight.ExternalCalls;

/// <summary>One entry for each endpoint and target, however often it happens.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class GuardReports(TimeSpan logInterval, TimeProvider time)
{
    private const int MaxEntries = 200;
    private long _logIntervalTicks = logInterval.Ticks;

    // Guards the entries.
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Endpoint, string Target), Entry> _entries = [];

    public TimeSpan LogInterval
    {
        private get => TimeSpan.FromTicks(Volatile.Read(ref _logIntervalTicks));
        set => Volatile.Write(ref _logIntervalTicks, value.Ticks);
    }

    public IReadOnlyList<GuardReport> Read()
    {
        lock (_lock)
        {
            return [.. _entries.Values
                .Select(static entry => entry.Report)
                .OrderByDescending(static report => report.LastAt)];
        }
    }

    /// <summary>One more call of this pair.</summary>
    /// <returns>
    /// How many calls the log is to be told of; 0 while it has been told of a short while ago.
    /// </returns>
    public long Add(string endpoint, string target, Holder holder)
    {
        var at = time.GetUtcNow();
        lock (_lock)
        {
            if (!_entries.TryGetValue((endpoint, target), out var entry))
            {
                MakeRoom();
                entry = new Entry(new GuardReport(endpoint, target, 0, at, at, holder));
                _entries.Add((endpoint, target), entry);
            }

            entry.Report = entry.Report with { Count = entry.Report.Count + 1, LastAt = at, Holder = holder };
            entry.Unlogged++;
            if (entry.LoggedAt is { } logged && at - logged < LogInterval)
            {
                return 0;
            }

            var unlogged = entry.Unlogged;
            entry.Unlogged = 0;
            entry.LoggedAt = at;
            return unlogged;
        }
    }

    private void MakeRoom()
    {
        if (_entries.Count >= MaxEntries)
        {
            _entries.Remove(_entries.MinBy(static entry => entry.Value.Report.LastAt).Key);
        }
    }

    private sealed class Entry(GuardReport report)
    {
        public GuardReport Report { get; set; } = report;

        public long Unlogged { get; set; }

        public DateTimeOffset? LoggedAt { get; set; }
    }
}
