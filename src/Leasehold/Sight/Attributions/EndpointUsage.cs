namespace Leasehold;

/// <summary>What the leases of one endpoint or job did with their time, since the start.</summary>
/// <remarks>
/// External wins over database where both go on at once: a reader that is open while the code waits for someone else
/// keeps the connection from others for that wait.
/// </remarks>
public sealed record EndpointUsage
{
    /// <summary>The endpoint or job; outside any flow the method that leased; or <c>other</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The workload whose pool it leased from.</summary>
    public required string Workload { get; init; }

    /// <summary>Leases returned.</summary>
    /// <value>Exact at moderate rates; under high load an estimate from the leases that were measured.</value>
    public required long Leases { get; init; }

    /// <summary>Leases that are out now, besides those returned.</summary>
    /// <value>Under high load only those that are measured.</value>
    public required long InUse { get; init; }

    /// <summary>How long they were held in all, those in use with their time so far.</summary>
    public required TimeSpan Held { get; init; }

    /// <summary>Of that, how long a command ran or its reader was open.</summary>
    public required TimeSpan Database { get; init; }

    /// <summary>Of that, how long the flow waited for an external call.</summary>
    public required TimeSpan External { get; init; }

    /// <summary>Of that, how long neither was the case: the holder's own code, or commands no one told of.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>The mean time a lease was held, those in use with their time so far.</summary>
    public required TimeSpan MeanHold { get; init; }

    /// <summary>The longest time a lease was held, those in use with their time so far.</summary>
    public required TimeSpan LongestHold { get; init; }

    /// <summary>Database time ÷ hold time, 0 to 1; null while no command was told of.</summary>
    public required double? Efficiency { get; init; }

    /// <summary>
    /// Requests per second its pool could carry if all were like these (Size ÷ mean hold); null when unknown.
    /// </summary>
    public required double? Ceiling { get; init; }
}
