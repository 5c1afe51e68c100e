namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>Counts the requests of one kind, now and at the worst moment.</summary>
internal sealed class RouteTraffic
{
    private long _received;
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

    public RouteStats Read() =>
        new(Interlocked.Read(ref _received), Volatile.Read(ref _inFlight), Volatile.Read(ref _peak));

    /// <summary>Starts counting anew; who is in flight stays in flight.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _received, 0);
        Interlocked.Exchange(ref _peak, Volatile.Read(ref _inFlight));
    }

    /// <summary>One request, from its arrival until its answer is out or given up.</summary>
    public readonly struct Visit(RouteTraffic traffic) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref traffic._inFlight);
    }
}
