namespace Leasehold.Simulators.ImageProcessor.Faults;

/// <summary>The fate of one request: drawn from the seed and its place in the sequence, whatever threads do.</summary>
internal sealed class Roll(FaultSettings faults, long sequence)
{
    /// <summary>The faults use their own numbers.</summary>
    private const int SpreadSalt = 100;

    public FaultSettings Faults => faults;

    public TimeSpan Latency()
        => TimeSpan.FromMilliseconds(Math.Round(faults.LatencyMs + (faults.LatencySpreadMs * Draw(SpreadSalt))));

    /// <summary>What hits the request before anything is done.</summary>
    public Fault Before() => First(faults.Before());

    /// <summary>What hits the answer once the work is done.</summary>
    public Fault After() => First(faults.After());

    private Fault First(IEnumerable<(Fault Fault, Chance Chance)> chances)
    {
        foreach (var (fault, chance) in chances)
        {
            if (chance.Happens(Draw((int)fault)))
            {
                return fault;
            }
        }

        return Fault.None;
    }

    /// <summary>SplitMix64 over (seed, sequence, salt), as a fraction in [0, 1).</summary>
    private double Draw(int salt)
    {
        unchecked
        {
            var state = Mix((ulong)faults.Seed + ((ulong)salt << 48));
            return (Mix(state + (ulong)sequence) >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <remarks>Source: https://prng.di.unimi.it/splitmix64.c</remarks>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
