namespace Leasehold.Durable;

/// <summary>One call of <c>AddRecurring</c>.</summary>
/// <param name="Name">Its name in the journal.</param>
/// <param name="Database">The database's name; null for the first.</param>
/// <param name="Kind">The kind of its operations.</param>
/// <param name="ArgsType">The type of the arguments it makes.</param>
/// <param name="Args">Makes the arguments of an occurrence.</param>
/// <param name="Configure">Its settings in code.</param>
internal sealed record RecurringRegistration(
    string Name,
    string? Database,
    string Kind,
    Type ArgsType,
    Func<RecurringOccurrence, object?> Args,
    Action<RecurringOptions> Configure);
