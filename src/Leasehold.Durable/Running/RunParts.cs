using Leasehold.Providers;
using Microsoft.Extensions.Logging;

namespace Leasehold.Durable;

/// <summary>What every run of this instance shares.</summary>
internal sealed record RunParts
{
    public required ConnectionPools Pools { get; init; }

    public required DurableJournal Journal { get; init; }

    public required DurableOptions Options { get; init; }

    public required ActiveRuns Active { get; init; }

    public required UnreadRows Unread { get; init; }

    public required WakeSignal Signal { get; init; }

    public required CallStage Calls { get; init; }

    public required DurableMetrics Metrics { get; init; }

    public required ILogger Logger { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>A test's; usually there is none.</summary>
    public IStepObserver? Steps { get; init; }

    /// <summary>The host is stopping: calls have their grace left, and what is postponed is due at once.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>A step of stage code is reached.</summary>
    public ValueTask PassAsync(string step, CancellationToken cancellationToken)
        => Steps?.PassAsync(step, cancellationToken) ?? default;
}
