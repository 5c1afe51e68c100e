namespace Leasehold.Simulators.ImageProcessor.Faults;

/// <summary>Everything that is to go wrong, as configured or as last put through the control route.</summary>
internal sealed class FaultSettings
{
    private long _sequence;

    /// <value>Same seed, same fate of the n-th request. Default 1.</value>
    public long Seed { get; set; } = 1;

    /// <value>Milliseconds a request takes before the picture is fetched. Default 0.</value>
    public int LatencyMs { get; set; }

    /// <value>Added to the latency, evenly from 0 to this, in milliseconds. Default 0.</value>
    public int LatencySpreadMs { get; set; }

    /// <value>Answers after the latency with a made-up result: nothing is fetched or decoded. Default false.</value>
    public bool SkipPixels { get; set; }

    /// <value>The status of error_before and error_after, 500 (default) to 599.</value>
    public int ErrorStatus { get; set; } = StatusCodes.Status500InternalServerError;

    public Chance TooManyRequests { get; set; } = new();

    public Chance ErrorBefore { get; set; } = new();

    public Chance DropBefore { get; set; } = new();

    public Chance HangBefore { get; set; } = new();

    public Chance ErrorAfter { get; set; } = new();

    public Chance DropAfter { get; set; } = new();

    public Chance HangAfter { get; set; } = new();

    public Chance Malformed { get; set; } = new();

    /// <summary>Every chance before the work, with its fault.</summary>
    public IEnumerable<(Fault Fault, Chance Chance)> Before() =>
    [
        (Fault.TooManyRequests, TooManyRequests), (Fault.ErrorBefore, ErrorBefore),
        (Fault.DropBefore, DropBefore), (Fault.HangBefore, HangBefore),
    ];

    /// <summary>Every chance after the work, with its fault.</summary>
    public IEnumerable<(Fault Fault, Chance Chance)> After() =>
    [
        (Fault.ErrorAfter, ErrorAfter), (Fault.DropAfter, DropAfter),
        (Fault.HangAfter, HangAfter), (Fault.Malformed, Malformed),
    ];

    public Roll NextRoll() => new(this, Interlocked.Increment(ref _sequence));
}
