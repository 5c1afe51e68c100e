namespace Leasehold.Simulators.ImageProcessor.Control;

/// <summary>Counts the requests, now and at the worst moment, and what became of them.</summary>
internal sealed class Traffic
{
    private long _received;
    private long _processed;
    private long _refused;
    private int _inFlight;
    private int _peak;

    public Visit Enter()
    {
        Interlocked.Increment(ref _received);
        var inFlight = Interlocked.Increment(ref _inFlight);
        var peak = Volatile.Read(ref _peak);
        while (inFlight > peak)
        {
            var seen = Interlocked.CompareExchange(ref _peak, inFlight, peak);
            if (seen == peak)
            {
                break;
            }

            peak = seen;
        }

        return new Visit(this);
    }

    public void CountProcessed() => Interlocked.Increment(ref _processed);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public StatsReport Read() => new(
        Interlocked.Read(ref _received),
        Volatile.Read(ref _inFlight),
        Volatile.Read(ref _peak),
        Interlocked.Read(ref _processed),
        Interlocked.Read(ref _refused));

    /// <summary>Starts counting anew; who is in flight stays in flight.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _received, 0);
        Interlocked.Exchange(ref _processed, 0);
        Interlocked.Exchange(ref _refused, 0);
        Interlocked.Exchange(ref _peak, Volatile.Read(ref _inFlight));
    }

    /// <summary>One request, from its arrival until its answer is out or given up.</summary>
    public readonly struct Visit(Traffic traffic) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref traffic._inFlight);
    }
}
