namespace Leasehold.BeforeAfter.Load;

/// <summary>Counts endings, and how long the completed ones took.</summary>
/// <remarks>Thread-safe. A run is short: every time is kept.</remarks>
internal sealed class OutcomeTally
{
    // Guards all fields.
    private readonly Lock _lock = new();
    private readonly List<double> _tookMs = [];
    private int _exhausted;
    private int _failed;

    public void Completed(TimeSpan took)
    {
        lock (_lock)
        {
            _tookMs.Add(took.TotalMilliseconds);
        }
    }

    public void Failed(Ending ending)
    {
        lock (_lock)
        {
            _exhausted += ending == Ending.Exhausted ? 1 : 0;
            _failed += ending == Ending.Failed ? 1 : 0;
        }
    }

    public OutcomeFigures Read()
    {
        lock (_lock)
        {
            var sorted = _tookMs.Order().ToList();
            return new OutcomeFigures(sorted.Count, _exhausted, _failed, At(50), At(95), At(99));

            double At(int percentile)
                => sorted.Count == 0 ? 0 : sorted[Math.Max(0, ((sorted.Count * percentile) + 99) / 100 - 1)];
        }
    }
}
