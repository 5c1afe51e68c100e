namespace Leasehold.Durable;

/// <summary>One time of a recurring operation.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Name">The recurrence.</param>
/// <param name="At">The time that its expression names, which is not the time at which it is run.</param>
public sealed record RecurringOccurrence(string Name, DateTimeOffset At);
