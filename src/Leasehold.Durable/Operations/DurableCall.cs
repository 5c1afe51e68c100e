using Leasehold.Staging;

namespace Leasehold.Durable;

/// <summary>One attempt of an operation, as its stages see it.</summary>
/// <remarks>Immutable.</remarks>
/// <typeparam name="TArgs">What the call needs.</typeparam>
public sealed record DurableCall<TArgs>
{
    /// <summary>The operation: send it as the idempotency key of every call, the same on every attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>What stage 1 left for the call.</summary>
    public required TArgs Args { get; init; }

    /// <summary>Which attempt this is.</summary>
    /// <value>
    /// From 1, and from 1 again after a re-drive; one that the stop of its host ended is not counted. All but the very
    /// first reconcile before they call.
    /// </value>
    public required int Attempt { get; init; }

    /// <summary>When stage 1 wrote it, by the database's clock (by this process's for the run that wrote it).</summary>
    public required DateTimeOffset PreparedAt { get; init; }

    /// <summary>How long ago the last call may have begun, as the database's clock measured it.</summary>
    /// <value>Null when no call was made before.</value>
    public TimeSpan? SinceLastCall { get; init; }

    internal Claim? Claim { get; init; }

    /// <summary>
    /// Says how far the call is, for <see cref="DurableOperations.FindAsync"/>; the latest word of each
    /// <see cref="DurableOptions.ProgressInterval"/> is written down, on a connection of the journal's own.
    /// </summary>
    /// <remarks>Thread-safe; returns at once, and never throws for what becomes of it. A hint, not a record.</remarks>
    /// <param name="fraction">The part that is done; 0 to 1.</param>
    /// <param name="note">What it is at; at most 200 characters are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not one.</exception>
    public void ReportProgress(double fraction, string? note = null)
    {
        if (!(fraction >= 0 && fraction <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A part is from 0 to 1.");
        }

        Claim?.Report(new DurableProgress(
            fraction, note is null ? null : StorableText.Fit(note, JournalTables.LongestNote)));
    }
}
