namespace Leasehold.Simulators.ImageProcessor.Faults;

/// <summary>When one fault happens: the next so many requests, and after them at a rate.</summary>
internal sealed class Chance
{
    private int _next;

    /// <value>Share of requests, 0 (default) to 1.</value>
    public double Rate { get; set; }

    /// <value>How many of the coming requests are hit for certain; counts down. Default 0.</value>
    public int Next
    {
        get => Volatile.Read(ref _next);
        set => _next = value;
    }

    public bool Happens(double draw) => TryTakeNext() || draw < Rate;

    private bool TryTakeNext()
    {
        var left = Volatile.Read(ref _next);
        while (left > 0)
        {
            var seen = Interlocked.CompareExchange(ref _next, left - 1, left);
            if (seen == left)
            {
                return true;
            }

            left = seen;
        }

        return false;
    }
}
