using Leasehold.BeforeAfter.Externals;

namespace Leasehold.BeforeAfter.Functions;

/// <summary>One function: what it does, how long its calls take, and the load it is shown under.</summary>
/// <remarks>
/// All times of the plan run <see cref="TimeFactor"/> times faster than in reality, calls and time-outs alike; only the
/// database takes the time it takes, so a scaled run flatters neither side.
/// </remarks>
public sealed record FunctionPlan
{
    /// <summary>Connections of the Api pool, of both sides.</summary>
    public const int ApiConnections = 5;

    /// <summary>Connections of the Background pool, of both sides; the wrong way never uses it.</summary>
    public const int BackgroundConnections = 2;

    /// <summary>Reads of the API per second, beside the function.</summary>
    public const int ReadsPerSecond = 20;

    /// <summary>Which function.</summary>
    public required GuideFunction Function { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it does.</summary>
    public required string Summary { get; init; }

    /// <summary>What goes wrong when it is written the way it is mostly written.</summary>
    public required string WrongWay { get; init; }

    /// <summary>What the staged one does instead.</summary>
    public required string StagedWay { get; init; }

    /// <summary>Whether a request only accepts the work, and a background task does it.</summary>
    public required bool IsTask { get; init; }

    /// <summary>How many times faster than in reality.</summary>
    public required int TimeFactor { get; init; }

    /// <summary>How long the external calls of one start take in reality, together.</summary>
    public required TimeSpan RealCall { get; init; }

    /// <summary>How long a lease is waited for in reality.</summary>
    public TimeSpan RealAcquireTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Starts per second of the scaled run.</summary>
    public required int StartsPerSecond { get; init; }

    /// <summary>Its route, both for starting and for reading.</summary>
    public required string Route { get; init; }

    /// <summary>How long the external calls take in a run.</summary>
    public TimeSpan Call => RealCall / TimeFactor;

    /// <summary>How long a lease is waited for in a run.</summary>
    public TimeSpan AcquireTimeout => RealAcquireTimeout / TimeFactor;

    /// <summary>Starts per second that the Api pool can carry when a connection is held for the whole call.</summary>
    public double HeldCeiling => ApiConnections / Call.TotalSeconds;

    internal CallTimes Times => CallTimes.Of(this);
}
