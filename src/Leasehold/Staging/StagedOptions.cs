using System.ComponentModel.DataAnnotations;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>The bounds of a three-stage operation once its first stage has committed.</summary>
/// <remarks>Immutable.</remarks>
public sealed record StagedOptions
{
    /// <summary>The defaults.</summary>
    public static StagedOptions Default { get; } = new();

    /// <summary>The workload of both sessions.</summary>
    /// <value>The flow's; outside any flow, Api.</value>
    public Workload? Workload { get; init; }

    /// <summary>
    /// Bounds the call; past it the outcome is unknown, and a call that does not listen to its token is left behind.
    /// </summary>
    /// <value>60 s; 1 ms to 1 day.</value>
    [Duration("00:00:00.001", "1.00:00:00")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bounds stage 3 as a whole, its retries included.</summary>
    /// <value>10 min; 1 ms to 1 day.</value>
    [Duration("00:00:00.001", "1.00:00:00")]
    public TimeSpan SaveTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a call may still run once the host is stopping, within its time-out.</summary>
    /// <value>20 s, within the host's own 30 s; 0 to 1 h.</value>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often stage 1 is run again after a transient error; stage 3 is run until its bound.</summary>
    /// <value>3; 0 to 10.</value>
    [Range(0, 10)]
    public int MaxRetries { get; init; } = 3;

    // Before stage 1: a bound that cannot be kept must not come up once something has happened.
    internal void ThrowIfInvalid()
    {
        Within(CallTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), nameof(CallTimeout));
        Within(SaveTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), nameof(SaveTimeout));
        Within(StopGrace, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(StopGrace));
        Within(MaxRetries, 0, 10, nameof(MaxRetries));
    }

    private static void Within<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException($"options.{name}", value, $"It must be from {least} to {most}.");
        }
    }
}
