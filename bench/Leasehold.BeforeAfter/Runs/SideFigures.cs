using Leasehold.BeforeAfter.Load;

namespace Leasehold.BeforeAfter.Runs;

/// <summary>What one side has come to.</summary>
public sealed record SideFigures
{
    /// <summary>Works that were to be started.</summary>
    public required int Sent { get; init; }

    /// <summary>What became of them.</summary>
    public required OutcomeFigures Works { get; init; }

    /// <summary>What became of the reads beside them.</summary>
    public required OutcomeFigures Reads { get; init; }

    /// <summary>Since the load began, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Most Api connections leased at once.</summary>
    public required int PeakApi { get; init; }

    /// <summary>Most Background connections leased at once.</summary>
    public required int PeakBackground { get; init; }

    /// <summary>Most callers seen in line at once, both pools.</summary>
    public required int PeakWaiting { get; init; }

    /// <summary>Leases that nobody got in time, both pools.</summary>
    public required long Exhaustions { get; init; }

    /// <summary>Mean time a connection was held, over both pools, in milliseconds.</summary>
    public required double MeanHoldMs { get; init; }

    /// <summary>Most pieces of work at the external APIs at once.</summary>
    public required int PeakCalls { get; init; }

    /// <summary>Works done per second.</summary>
    public double Goodput => Seconds > 0 ? Works.Completed / Seconds : 0;

    /// <summary>Nothing has happened yet.</summary>
    public static SideFigures None { get; } = new()
    {
        Sent = 0,
        Works = new OutcomeFigures(0, 0, 0, 0, 0, 0),
        Reads = new OutcomeFigures(0, 0, 0, 0, 0, 0),
        Seconds = 0,
        PeakApi = 0,
        PeakBackground = 0,
        PeakWaiting = 0,
        Exhaustions = 0,
        MeanHoldMs = 0,
        PeakCalls = 0,
    };
}
