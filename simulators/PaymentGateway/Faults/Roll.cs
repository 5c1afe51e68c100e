namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>
/// The fate of one request. Draws depend on the seed and on how many requests of this kind came before, never on
/// the order in which threads run, so that a burst with a seed has the same share and places of faults every time.
/// </summary>
internal sealed class Roll(
    OperationFaults faults, long seed, int stream, Fault forced, int generalLatencyMs, int generalSpreadMs)
{
    public const int ChargeStream = 1;
    public const int RefundStream = 2;
    public const int LookupStream = 3;

    /// <summary>Of the draw for the spread; the faults use their own numbers.</summary>
    private const int SpreadSalt = 100;

    private readonly long _sequence = faults.NextInSequence();

    public OperationFaults Faults => faults;

    public TimeSpan AnswerDelay => TimeSpan.FromMilliseconds(faults.AnswerDelayMs);

    public TimeSpan Latency()
    {
        var spread = (faults.LatencySpreadMs ?? generalSpreadMs) * Draw(SpreadSalt);
        return TimeSpan.FromMilliseconds(Math.Round((faults.LatencyMs ?? generalLatencyMs) + spread));
    }

    /// <summary>What hits the request before it has any effect.</summary>
    public Fault Before()
    {
        if (forced is > Fault.None and < Fault.Decline)
        {
            return forced;
        }

        return Happens(Fault.TooManyRequests, faults.TooManyRequests) ? Fault.TooManyRequests
            : Happens(Fault.ErrorBefore, faults.ErrorBefore) ? Fault.ErrorBefore
            : Happens(Fault.DropBefore, faults.DropBefore) ? Fault.DropBefore
            : Happens(Fault.HangBefore, faults.HangBefore) ? Fault.HangBefore
            : Fault.None;
    }

    /// <summary>How the decision falls: None, Decline or Decline402.</summary>
    public Fault Decision()
    {
        if (forced is Fault.Decline or Fault.Decline402)
        {
            return forced;
        }

        return Happens(Fault.Decline, faults.Decline) ? Fault.Decline
            : Happens(Fault.Decline402, faults.Decline402) ? Fault.Decline402
            : Fault.None;
    }

    /// <summary>What hits the answer once the effect is in the ledger.</summary>
    public Fault After()
    {
        if (forced > Fault.Decline402)
        {
            return forced;
        }

        return Happens(Fault.ErrorAfter, faults.ErrorAfter) ? Fault.ErrorAfter
            : Happens(Fault.DropAfter, faults.DropAfter) ? Fault.DropAfter
            : Happens(Fault.HangAfter, faults.HangAfter) ? Fault.HangAfter
            : Happens(Fault.Malformed, faults.Malformed) ? Fault.Malformed
            : Happens(Fault.WrongAmount, faults.WrongAmount) ? Fault.WrongAmount
            : Happens(Fault.Drip, faults.Drip) ? Fault.Drip
            : Fault.None;
    }

    private bool Happens(Fault fault, Chance chance) => chance.Happens(Draw((int)fault));

    /// <summary>SplitMix64 over (seed, stream, sequence, salt), as a fraction in [0, 1).</summary>
    private double Draw(int salt)
    {
        unchecked
        {
            var state = Mix((ulong)seed + ((ulong)stream << 56) + ((ulong)salt << 48));
            return (Mix(state + (ulong)_sequence) >> 11) * (1.0 / (1UL << 53));
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
